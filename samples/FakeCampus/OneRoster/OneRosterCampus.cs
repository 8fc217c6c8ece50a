using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeCampus.OneRoster;

/// <summary>
/// The roster and the assessment part of the gradebook of a school that speaks OneRoster 1.2. The client chooses every
/// id, so that putting again replaces. Safe for use from many threads, also while it is served.
/// </summary>
public sealed class OneRosterCampus
{
    private readonly List<OneRosterUser> _users = [];
    private readonly Dictionary<string, OneRosterRecord> _lineItems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, OneRosterRecord> _results = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The status of a put that replaces: 201 by the specification; some systems answer 200 or 204.</summary>
    public int ReplacedStatus { get; set; } = 201;

    /// <summary>The scopes that the client may ask for; asking for another one gives no token at all.</summary>
    public IReadOnlyList<string> GrantedScopes { get; set; } = OneRosterScopes.All;

    public IReadOnlyList<OneRosterUser> Users
    {
        get { lock (_lock) return [.. _users]; }
    }

    public IReadOnlyList<OneRosterRecord> LineItems
    {
        get { lock (_lock) return [.. _lineItems.Values]; }
    }

    public IReadOnlyList<OneRosterRecord> Results
    {
        get { lock (_lock) return [.. _results.Values]; }
    }

    public OneRosterUser AddUser(OneRosterUser user)
    {
        lock (_lock)
            _users.Add(user);

        return user;
    }

    public OneRosterRecord? FindLineItem(string sourcedId)
    {
        lock (_lock)
            return _lineItems.GetValueOrDefault(sourcedId);
    }

    public OneRosterRecord? FindResult(string sourcedId)
    {
        lock (_lock)
            return _results.GetValueOrDefault(sourcedId);
    }

    /// <summary>Whether an id that lasts for ever, and stands in every URL, tells who a user is.</summary>
    internal bool IsPersonal(string sourcedId) => Users.Any(user =>
        (user.Email is { Length: > 0 } email && sourcedId.Contains(email, StringComparison.OrdinalIgnoreCase))
        || ContainsWord(sourcedId, user.Identifier));

    internal bool PutLineItem(string sourcedId, JsonElement content) => Put(_lineItems, sourcedId, content);

    internal bool PutResult(string sourcedId, JsonElement content) => Put(_results, sourcedId, content);

    private bool Put(Dictionary<string, OneRosterRecord> records, string sourcedId, JsonElement content)
    {
        lock (_lock)
        {
            var isNew = !records.TryGetValue(sourcedId, out var before);
            records[sourcedId] = isNew
                ? new OneRosterRecord(sourcedId, content)
                : before! with
                {
                    Content = content,
                    Writes = before.Writes + 1,
                    Changes = before.Changes + (SaysTheSame(before.Content, content) ? 0 : 1),
                };
            return isNew;
        }
    }

    private static bool SaysTheSame(JsonElement one, JsonElement other) =>
        JsonNode.DeepEquals(WithoutModification(one), WithoutModification(other));

    private static JsonObject WithoutModification(JsonElement content)
    {
        var copy = JsonObject.Create(content.Clone())!;
        copy.Remove("dateLastModified");
        return copy;
    }

    // "S1" is not told by "LifeFactorS12".
    private static bool ContainsWord(string text, string word)
    {
        for (var at = Find(0); word.Length > 0 && at >= 0; at = Find(at + 1))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                && (end == text.Length || !char.IsLetterOrDigit(text[end])))
            {
                return true;
            }
        }

        return false;

        int Find(int start) => text.IndexOf(word, start, StringComparison.OrdinalIgnoreCase);
    }
}
