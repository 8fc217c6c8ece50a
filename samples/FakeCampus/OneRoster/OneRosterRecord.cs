using System.Text.Json;

namespace FakeCampus.OneRoster;

/// <summary>An assessment line item or an assessment result as it was put last.</summary>
/// <param name="SourcedId">The id that the client chose.</param>
/// <param name="Content">The object inside the envelope.</param>
/// <param name="Writes">How often it was put.</param>
/// <param name="Changes">How often a put changed something else than dateLastModified, the first one included.</param>
public sealed record OneRosterRecord(string SourcedId, JsonElement Content, int Writes = 1, int Changes = 1);
