namespace FakeCampus.Canvas;

/// <summary>What a well-behaved client never does. Canvas would let most of it pass.</summary>
public enum CanvasViolation
{
    /// <summary>The refused request came again before the bucket had room, or before the minimum backoff.</summary>
    RetriedWhileThrottled,

    /// <summary>
    /// Another request of the same token came in that time. A client that sends several at once can do so innocently
    /// when they cross the refusal on the wire.
    /// </summary>
    SentWhileThrottled,

    /// <summary>A name, or one of the planted secrets, stood in a URL.</summary>
    PersonalDataInUrl,

    /// <summary>A token stood in the query string.</summary>
    TokenInQuery,

    /// <summary>A comment was sent on a submission: a retry would show it twice.</summary>
    CommentOnSubmission,

    /// <summary>A grade that Canvas cannot read anywhere was posted: it answers 200 and empties the cell.</summary>
    UnreadableGrade,

    /// <summary>An update came that holds neither a grade nor a comment: Canvas answers 200 and does nothing.</summary>
    EmptyUpdate,

    /// <summary>A new assignment had a member that Canvas does not know, and lets fall.</summary>
    UnknownMember,
}

/// <summary>Counts what clients do wrong. Safe for use from many threads.</summary>
public sealed class CanvasViolations
{
    private readonly int[] _counts = new int[Enum.GetValues<CanvasViolation>().Length];
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    public int Total
    {
        get { lock (_lock) return _counts.Sum(); }
    }

    public int this[CanvasViolation violation]
    {
        get { lock (_lock) return _counts[(int)violation]; }
    }

    /// <summary>Plants texts (PINs, keys) that must not stand in any URL.</summary>
    public void Watch(params IEnumerable<string> secrets)
    {
        lock (_lock)
            _secrets.UnionWith(secrets);
    }

    internal void Add(CanvasViolation violation)
    {
        lock (_lock)
            _counts[(int)violation]++;
    }

    internal void InspectUrl(string rawTarget, CanvasCampus campus)
    {
        if (campus.TokensIn(rawTarget).Any() || rawTarget.Contains("access_token=", StringComparison.OrdinalIgnoreCase))
            Add(CanvasViolation.TokenInQuery);

        var text = Uri.UnescapeDataString(rawTarget.Replace('+', ' '));
        bool secret;
        lock (_lock)
            secret = _secrets.Any(s => s.Length > 0 && text.Contains(s, StringComparison.Ordinal));

        if (secret || campus.Directory.Names.Any(name => Names(text, name, campus)))
            Add(CanvasViolation.PersonalDataInUrl);
    }

    // An address that the API asks for (login, e-mail, SIS id) may hold a name; the name itself may not stand alone.
    private static bool Names(string text, string name, CanvasCampus campus)
    {
        if (!text.Contains(name, StringComparison.OrdinalIgnoreCase))
            return false;

        var rest = campus.Users
            .Where(user => user.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(user => (string?[])[user.Email, user.LoginId, user.SisUserId, user.SisIntegrationId])
            .Where(address => !string.IsNullOrEmpty(address))
            .Aggregate(text, (left, address) => left.Replace(address!, "", StringComparison.OrdinalIgnoreCase));
        return rest.Contains(name, StringComparison.OrdinalIgnoreCase);
    }
}
