using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.VendorApi;

/// <summary>
/// The parameters of a query, strictly: only those named, spelled as documented, each once. The format of dates is not
/// documented; only the one of the answers is taken.
/// </summary>
internal sealed class VendorQuery
{
    private readonly FormFields _fields;

    public VendorQuery(string query, params string[] known)
    {
        _fields = FormFields.Parse(query);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var (name, _) in _fields.All)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw Bad("unknown parameter");

            if (!seen.Add(name))
                throw Bad($"{name} is repeated");
        }
    }

    public IReadOnlyList<KeyValuePair<string, string>> All => _fields.All;

    public string? Text(string name) => _fields[name] is { Length: > 0 } text ? text : null;

    public IReadOnlySet<string>? Set(string name) =>
        Text(name)?.Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);

    public bool Flag(string name, bool otherwise) => _fields[name] switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        _ => throw Bad($"{name} is true or false"),
    };

    public int Number(string name, int otherwise, int minimum, int maximum)
    {
        if (_fields[name] is not { } text)
            return otherwise;

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= minimum
            && number <= maximum
                ? number
                : throw Bad($"{name} is a number from {minimum} to {maximum}");
    }

    /// <summary>Two inclusive bounds in seconds since 1970; null when neither was sent.</summary>
    public (long From, long Until)? Range(string from, string until) =>
        _fields[from] is null && _fields[until] is null
            ? null
            : (Date(from) ?? long.MinValue, Date(until) ?? long.MaxValue);

    public static VendorApiException Bad(string details) => new(VendorApiError.BadInput(details));

    private long? Date(string name)
    {
        if (_fields[name] is not { } text)
            return null;

        return DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var date)
                ? date.ToUnixTimeSeconds()
                : throw Bad($"{name} is a time such as 2026-09-01T09:00:00Z");
    }
}
