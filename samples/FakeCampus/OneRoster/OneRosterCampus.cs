using System.Globalization;
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

    /// <summary>
    /// Whether the list of users asks for roster.readonly and roster-core.readonly together: the definition of getAllUsers names
    /// both, and one that is read to the letter wants both.
    /// </summary>
    public bool NeedsBothRosterScopes { get; set; }

    /// <summary>How a put is kept; the answer never tells, because it is empty.</summary>
    public OneRosterKeeping Keeping { get; set; } = OneRosterKeeping.AsSent;

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

    /// <summary>Replaces a user, for example by one that is to be deleted.</summary>
    public void ReplaceUser(OneRosterUser user)
    {
        lock (_lock)
            _users[_users.FindIndex(each => each.SourcedId == user.SourcedId)] = user;
    }

    /// <summary>Sets a line item, as a teacher or an administrator of the school does.</summary>
    public void SetLineItem(
        string sourcedId, decimal? minimum = 0, decimal? maximum = 100, string status = "active", string title = "SM")
    {
        var content = new JsonObject
        {
            ["sourcedId"] = sourcedId,
            ["status"] = status,
            ["dateLastModified"] = Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            ["title"] = title,
        };
        if (minimum is { } least)
            content["resultValueMin"] = least;
        if (maximum is { } most)
            content["resultValueMax"] = most;
        lock (_lock)
            _lineItems[sourcedId] = new OneRosterRecord(sourcedId, JsonElement.Parse(content.ToJsonString()));
    }

    public void RemoveLineItem(string sourcedId)
    {
        lock (_lock)
            _lineItems.Remove(sourcedId);
    }

    /// <summary>Sets a member of a result, as a teacher of the school does.</summary>
    public void ChangeResult(string sourcedId, string member, JsonNode value)
    {
        lock (_lock)
        {
            var content = JsonObject.Create(_results[sourcedId].Content.Clone())!;
            content[member] = value;
            _results[sourcedId] = _results[sourcedId] with { Content = JsonElement.Parse(content.ToJsonString()) };
        }
    }

    public void RemoveResult(string sourcedId)
    {
        lock (_lock)
            _results.Remove(sourcedId);
    }

    /// <summary>
    /// What a teacher sees: results that are active, of users and line items that are; what is to be deleted is shown no more
    /// (OneRoster 1.2, status "tobedeleted").
    /// </summary>
    public IReadOnlyList<OneRosterGrade> SeenByTeacher()
    {
        lock (_lock)
        {
            return
            [
                .. from result in _results.Values
                   where IsActive(result.Content)
                   let item = _lineItems.GetValueOrDefault(Reference(result.Content, "assessmentLineItem"))
                   where item is not null && IsActive(item.Content)
                   join user in _users on Reference(result.Content, "student") equals user.SourcedId
                   where user.Status == "active"
                   select new OneRosterGrade(
                       user, item.SourcedId, result.Content.GetProperty("score").GetDecimal(), NumberOf(item.Content, "resultValueMax")),
            ];
        }
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

    internal bool PutResult(string sourcedId, JsonElement content)
    {
        if (Keeping.Kept(content, FindLineItem(Reference(content, "assessmentLineItem"))!.Content, FindResult(sourcedId)) is { } kept)
            return Put(_results, sourcedId, kept);

        return FindResult(sourcedId) is null;
    }

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

    private static bool IsActive(JsonElement content) => content.GetProperty("status").GetString() == "active";

    private static string Reference(JsonElement content, string name) =>
        content.GetProperty(name).GetProperty("sourcedId").GetString()!;

    private static decimal? NumberOf(JsonElement content, string name) =>
        content.TryGetProperty(name, out var number) ? number.GetDecimal() : null;

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
