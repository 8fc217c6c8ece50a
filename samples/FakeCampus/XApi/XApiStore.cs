using System.Text.Json.Nodes;

namespace FakeCampus.XApi;

/// <summary>
/// What a learning record store holds and whom it lets in. A statement never changes once it is stored. Safe for use
/// from many threads, also while it is served.
/// </summary>
public sealed class XApiStore
{
    private readonly Dictionary<Guid, XApiStatement> _statements = [];
    private readonly Dictionary<string, XApiAccount> _accounts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The largest body taken, in bytes; a larger one is answered with 413.</summary>
    public int MaxBodyBytes { get; set; } = 1024 * 1024;

    /// <summary>The status of a content that differs from the stored one: 409, or 204 as some stores answer.</summary>
    public int ConflictStatus { get; set; } = 409;

    /// <summary>Whether a known id is refused also where the content is the same, which the specification leaves open.</summary>
    public bool RefusesKnown { get; set; }

    /// <summary>
    /// Whether numbers are kept with 32 bits only, which is all that the specification asks of a store (xAPI-Data.md, 4.2.6).
    /// </summary>
    public bool HasSinglePrecision { get; set; }

    /// <summary>Whether new statements are answered as stored and are not, as behind a queue that loses them.</summary>
    public bool Drops { get; set; }

    /// <summary>The versions that <c>/about</c> names; empty for a store that has no such resource.</summary>
    public IReadOnlyList<string> Versions { get; set; } = ["1.0.3", "2.0.0"];

    /// <summary>What people see in the store: the statements that are not voided.</summary>
    public IReadOnlyList<XApiStatement> Seen
    {
        get { lock (_lock) return [.. _statements.Values.Where(statement => !statement.IsVoided)]; }
    }

    /// <summary>Voids a statement, as an administrator of the store does; it stays, and is shown only to who asks for it as voided.</summary>
    public void Void(Guid id)
    {
        lock (_lock)
            _statements[id] = _statements[id] with { IsVoided = true };
    }

    /// <summary>Puts a statement in another's place, or takes one out, which no store does by its interface.</summary>
    public void Tamper(Guid id, JsonObject? content)
    {
        lock (_lock)
        {
            if (content is null)
                _statements.Remove(id);
            else
                _statements[id] = _statements[id] with { Sent = content };
        }
    }

    /// <summary>The stored statements, in no order.</summary>
    public IReadOnlyList<XApiStatement> Statements
    {
        get { lock (_lock) return [.. _statements.Values]; }
    }

    public XApiStatement? Find(Guid id)
    {
        lock (_lock)
            return _statements.GetValueOrDefault(id);
    }

    /// <summary>Adds credentials, or changes what those of the same user may do.</summary>
    public void SetAccount(XApiAccount account)
    {
        lock (_lock)
            _accounts[account.User] = account;
    }

    internal XApiAccount? Account(string user, string password)
    {
        lock (_lock)
            return _accounts.TryGetValue(user, out var account) && account.Password == password ? account : null;
    }

    private JsonObject Kept(JsonObject sent) => HasSinglePrecision ? (JsonObject)SinglePrecision.Of(sent)! : sent;

    /// <summary>Stores all or, when one conflicts with a stored one, none; returns the id that is refused.</summary>
    internal Guid? Store(IReadOnlyList<(Guid Id, JsonObject Sent)> batch, string version, XApiAccount authority)
    {
        lock (_lock)
        {
            foreach (var (id, sent) in batch)
            {
                if (!_statements.TryGetValue(id, out var before))
                    continue;

                var isSame = StatementEquality.AreEqual(before.Sent, Kept(sent));
                if (isSame && !RefusesKnown)
                    continue;

                if (!isSame)
                    _statements[id] = before with { Conflicts = before.Conflicts + 1 };
                return id;
            }

            foreach (var (id, sent) in batch)
            {
                if (Drops && !_statements.ContainsKey(id))
                    continue;

                _statements[id] = _statements.TryGetValue(id, out var before)
                    ? before with { Arrivals = before.Arrivals + 1 }
                    : new XApiStatement(id, Kept(sent), Clock.GetUtcNow(), version, authority.User);
            }

            return null;
        }
    }
}
