using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Credentials;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints its credentials.</summary>
internal sealed class BlackboardSettings
{
    /// <summary>What Blackboard grants a developer group by default; shared by all its programs and sites.</summary>
    private const int DefaultCallsPerDay = 10_000;

    private BlackboardSettings(Uri baseUrl, CredentialSettings credential) => (BaseUrl, Credential) = (baseUrl, credential);

    /// <summary>Where Blackboard Learn is; the calls add <c>/learn/api/public/…</c>.</summary>
    public Uri BaseUrl { get; }

    /// <summary>The registered application.</summary>
    public CredentialSettings Credential { get; }

    /// <summary>The course, ready for a path.</summary>
    public required string Course { get; init; }

    /// <summary>The column, as configured, by the section's code.</summary>
    public required FrozenDictionary<string, string> Columns { get; init; }

    /// <summary>Whether columns with an <c>externalId:</c> are made when they are missing.</summary>
    public required bool Provision { get; init; }

    /// <summary>The most calls in 24 hours.</summary>
    public required int CallsPerDay { get; init; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static BlackboardSettings? Read(SettingsSection section)
    {
        var baseUrl = section.BaseUrl("BaseUrl");
        var credential = CredentialSettings.Read(
            section, CredentialKinds.Secret | CredentialKinds.Token,
            baseUrl is null ? null : new Uri(baseUrl, "learn/api/public/v1/oauth2/token"));
        var course = section.Required("Course");
        if (course.Length > 0 && BlackboardPath.Of(course, BlackboardPath.CoursePrefixes) is null)
            section.Fault("Course", "must be courseId:, externalId: or uuid: followed by the id, or Blackboard's own like _12_1");

        var columns = SectionMap.Read(
            section.Section("Columns"),
            value => BlackboardPath.Of(value, BlackboardPath.ColumnPrefixes) is null
                ? "must be externalId: followed by the column's id, or Blackboard's own like _12_1"
                : null,
            areGrades: true);
        if (columns.Count == 0)
            section.Fault("Columns", "needs at least one entry: a section's code with its column, such as externalId:sm-LifeFactors");

        var provision = section.Flag("Provision");
        var callsPerDay = section.Integer("CallsPerDay", DefaultCallsPerDay, 1, 10_000_000);
        var path = BlackboardPath.Of(course, BlackboardPath.CoursePrefixes);
        return baseUrl is null || credential is null || path is null || columns.Count == 0
            ? null
            : new BlackboardSettings(baseUrl, credential)
            {
                Course = path,
                Columns = columns,
                Provision = provision,
                CallsPerDay = callsPerDay,
            };
    }
}
