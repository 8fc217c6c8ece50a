using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Credentials;

namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints its credentials.</summary>
internal sealed class BrightspaceSettings
{
    private static readonly Uri DefaultTokenUrl = new("https://auth.brightspace.com/core/connect/token");

    private BrightspaceSettings(Uri baseUrl, CredentialSettings credential) => (BaseUrl, Credential) = (baseUrl, credential);

    /// <summary>Where Brightspace is; the calls add <c>/d2l/api/…</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The service user.</summary>
    public CredentialSettings Credential { get; }

    /// <summary>The version of the learning environment's routes.</summary>
    public required string LeVersion { get; init; }

    /// <summary>The version of the platform's routes.</summary>
    public required string LpVersion { get; init; }

    /// <summary>The number of the course offering.</summary>
    public required string OrgUnit { get; init; }

    /// <summary>Numeric grade objects that take the percentage: number or name, by the section's code.</summary>
    public required FrozenDictionary<string, string> GradeObjects { get; init; }

    /// <summary>Text grade objects that take the readiness: number or name, by the section's code.</summary>
    public required FrozenDictionary<string, string> TextObjects { get; init; }

    /// <summary>All grade objects of the configuration.</summary>
    public IEnumerable<GradeEntry> Entries =>
        GradeObjects.Select(pair => new GradeEntry(pair.Key, pair.Value, IsText: false))
            .Concat(TextObjects.Select(pair => new GradeEntry(pair.Key, pair.Value, IsText: true)));

    /// <summary>Whether grade objects that are named and not there are made.</summary>
    public required bool Provision { get; init; }

    /// <summary>Which writes are read back: the answer to a write is empty.</summary>
    public required ConfirmMode Confirm { get; init; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static BrightspaceSettings? Read(SettingsSection section)
    {
        var baseUrl = section.BaseUrl("BaseUrl");
        var orgUnit = section.Required("OrgUnit");
        if (orgUnit.Length > 0 && !IsNumber(orgUnit))
        {
            section.Fault("OrgUnit", "must be the number of the course offering");
            orgUnit = "";
        }

        var grades = SectionMap.Read(section.Section("GradeObjects"), FaultOf, areGrades: true);
        var texts = SectionMap.Read(section.Section("TextObjects"), FaultOf, areGrades: false);
        if (grades.Count + texts.Count == 0)
            section.Fault("GradeObjects", "needs at least one entry: a section's code with the number or the name of its grade object");

        var versions = (Le: Version(section, "LeVersion", "1.92"), Lp: Version(section, "LpVersion", "1.48"));
        var provision = section.Flag("Provision");
        var hasNames = grades.Values.Concat(texts.Values).Any(one => !IsNumber(one));
        var credential = CredentialSettings.Read(
            section, CredentialKinds.PrivateKey | CredentialKinds.RefreshToken | CredentialKinds.Token, DefaultTokenUrl,
            ScopeOf(hasNames && provision));
        var confirm = section.ReadConfirm(ConfirmMode.Always);
        return baseUrl is null || credential is null || orgUnit.Length == 0 || grades.Count + texts.Count == 0
            ? null
            : new BrightspaceSettings(baseUrl, credential)
            {
                LeVersion = versions.Le,
                LpVersion = versions.Lp,
                OrgUnit = orgUnit,
                GradeObjects = grades,
                TextObjects = texts,
                Provision = provision,
                Confirm = confirm,
            };
    }

    /// <summary>The grade objects of a section: that of its percentage, then that of its readiness.</summary>
    public IEnumerable<GradeEntry> EntriesOf(string section)
    {
        if (GradeObjects.GetValueOrDefault(section) is { } grade)
            yield return new GradeEntry(section, grade, IsText: false);
        if (TextObjects.GetValueOrDefault(section) is { } text)
            yield return new GradeEntry(section, text, IsText: true);
    }

    /// <summary>Whether a text is a number of Brightspace's own.</summary>
    public static bool IsNumber(string text) => text.Length is > 0 and < 20 && text.All(char.IsAsciiDigit);

    // No more than what the calls need: an application may not be registered for more. What a grade object is worth has to be read.
    private static string ScopeOf(bool makes) =>
        "grades:gradeobjects:read " + (makes ? "grades:gradeobjects:write " : "")
        + "grades:gradevalues:read grades:gradevalues:write users:userdata:read";

    private static string Version(SettingsSection section, string key, string fallback)
    {
        var version = section.Text(key) ?? fallback;
        if (!version.All(c => char.IsAsciiDigit(c) || c == '.'))
            section.Fault(key, $"must be a version like {fallback}");
        return version;
    }

    private static string? FaultOf(string value) =>
        IsNumber(value) || (value.Length is > 0 and <= 128 && value.IndexOfAny([.. "/\"*<>+=|,%"]) < 0)
            ? null
            : "must be the number of a grade object, or its name: at most 128 characters, none of / \" * < > + = | , %";
}
