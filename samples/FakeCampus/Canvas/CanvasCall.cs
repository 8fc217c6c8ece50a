using System.Text;
using FakeCampus.Serving;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace FakeCampus.Canvas;

/// <summary>A request as the routes see it: authenticated, with a decoded path.</summary>
internal sealed record CanvasCall(
    CanvasCampus Campus, string Method, RawTarget Target, string? ContentType, byte[] Body, TokenState Token, Uri BaseUrl,
    CanvasViolations Violations)
{
    public bool MayAct => Token == TokenState.Valid;

    public Dictionary<string, StringValues> Query => QueryHelpers.ParseQuery(Target.Query);

    /// <summary>Whether the caller asked to include something, and may.</summary>
    public bool Includes(string what) =>
        (Campus.Scopes is null || Campus.AllowsIncludes) && Query.GetValueOrDefault("include[]").Contains(what);

    /// <summary>The values of a list parameter.</summary>
    public IReadOnlyList<string> Values(string name) =>
        [.. Query.GetValueOrDefault(name + "[]").OfType<string>()];

    /// <summary>Finds a user by number or by one of the SIS addresses; nothing else addresses a user.</summary>
    public CanvasUser? User(string address)
    {
        address = OfHex(address);
        return address switch
        {
            _ when IsNumber(address, out var id) => Campus.Directory.ById(id),
            _ when After(address, "sis_user_id:") is { } sis => Campus.Directory.BySisId(sis),
            _ when After(address, "sis_login_id:") is { } login => Campus.Directory.ByLogin(login),
            _ when After(address, "sis_integration_id:") is { } integration => Campus.Directory.ByIntegrationId(integration),
            _ => null,
        };
    }

    public CanvasCourse? Course(string address)
    {
        address = OfHex(address);
        return address switch
        {
            _ when IsNumber(address, out var id) => Campus.FindCourse(id),
            _ when After(address, "sis_course_id:") is { } sis => Campus.Courses.FirstOrDefault(c => c.SisCourseId == sis),
            _ => null,
        };
    }

    public static bool IsNumber(string text, out long number) =>
        long.TryParse(text, System.Globalization.NumberStyles.None, null, out number);

    // api.rb, sis_parse_id: any SIS address also comes in hexadecimal digits of its UTF-8; broken ones address nothing. One that
    // ends like a format cannot be matched by path (observed).
    private static string OfHex(string address)
    {
        if (address.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
            return "";
        if (After(address, "hex:") is not { } hex || hex.IndexOf(':', StringComparison.Ordinal) is not (> 0 and var colon))
            return address;

        try
        {
            return hex[..(colon + 1)] + Encoding.UTF8.GetString(Convert.FromHexString(hex[(colon + 1)..]));
        }
        catch (FormatException)
        {
            return "";
        }
    }

    private static string? After(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
