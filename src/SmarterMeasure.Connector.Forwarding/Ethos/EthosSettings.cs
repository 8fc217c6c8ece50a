using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints its key.</summary>
internal sealed class EthosSettings
{
    private const int DefaultVersion = 16;
    private const int LatestVersion = 99;

    /// <summary>Where Ethos Integration is; the calls add <c>/auth</c> and <c>/api/…</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The application's key.</summary>
    public required EthosApiKey ApiKey { get; init; }

    /// <summary>The test by the section's code: its GUID, or the code or title of it at the college.</summary>
    public required FrozenDictionary<string, string> Assessments { get; init; }

    /// <summary>The GUID of the source that scores name; null to name none.</summary>
    public string? Source { get; private init; }

    /// <summary>Which credential of a person the school's id is.</summary>
    public required string CredentialType { get; init; }

    /// <summary>Whether persons are looked up by e-mail address.</summary>
    public bool EmailLookup { get; private init; }

    /// <summary>Whether scores carry the readiness as a comment.</summary>
    public bool Comment { get; private init; }

    /// <summary>Whether a percentage is scaled to the scores that a test takes.</summary>
    public bool Scale { get; private init; }

    /// <summary>Which writes are read back whose answer does not say what stands.</summary>
    public ConfirmMode Confirm { get; private init; }

    /// <summary>The media type of tests and scores.</summary>
    public required string MediaType { get; init; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static EthosSettings? Read(SettingsSection section)
    {
        var baseUrl = ReadBaseUrl(section);
        var apiKey = ReadApiKey(section);
        var assessments = SectionMap.Read(
            section.Section("Assessments"),
            value => value.Length > 0 ? null : "must be the GUID, the code or the title of the aptitude assessment",
            areGrades: true);
        if (assessments.ContainsKey(SectionCodes.Completion))
            section.Section("Assessments").Fault(SectionCodes.Completion, "must go: the end of the assessment has no score");
        else if (assessments.Count == 0)
            section.Fault("Assessments", "needs at least one entry: a section's code with its aptitude assessment");

        var source = section.Text("Source");
        if (source is not null && !IsGuid(source))
            section.Fault("Source", "must be the GUID of a source");

        var credentialType = section.Text("CredentialType") ?? "bannerId";
        if (!credentialType.All(char.IsAsciiLetterOrDigit))
            section.Fault("CredentialType", "must be a type like bannerId, colleaguePersonId or colleagueUserName");

        var version = section.Integer("MediaTypeVersion", DefaultVersion, 1, LatestVersion);
        var (byEmail, comment) = (section.Flag("EmailLookup", fallback: false), section.Flag("Comment", fallback: true));
        var (scale, confirm) = (section.Flag("Scale", fallback: false), section.ReadConfirm(ConfirmMode.Always));
        return baseUrl is null || apiKey is null
            ? null
            : new EthosSettings
            {
                BaseUrl = baseUrl,
                ApiKey = apiKey,
                Assessments = assessments,
                Source = source,
                CredentialType = credentialType,
                EmailLookup = byEmail,
                Comment = comment,
                Scale = scale,
                Confirm = confirm,
                MediaType = EthosMediaType.Of(version),
            };
    }

    /// <summary>Whether a text is a GUID as Ethos writes them.</summary>
    public static bool IsGuid(string text) => Guid.TryParseExact(text, "D", out _);

    private static Uri? ReadBaseUrl(SettingsSection section)
    {
        if (section.BaseUrl("BaseUrl") is not { } url)
            return null;

        if (url.AbsolutePath == "/")
            return url;

        section.Fault("BaseUrl", "must end before /api and /auth, which the calls add themselves");
        return null;
    }

    private static EthosApiKey? ReadApiKey(SettingsSection section)
    {
        var key = section.Required("ApiKey");
        if (key.Length == 0)
            return null;

        if (key.All(character => character is > ' ' and <= '~'))
            return new EthosApiKey(key);

        section.Fault("ApiKey", "must be the key alone: letters, digits and signs, without blanks");
        return null;
    }
}
