using System.Collections.Frozen;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Credentials;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.OneRoster;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints its credentials.</summary>
internal sealed class OneRosterSettings
{
    private const string ScopeBase = "https://purl.imsglobal.org/spec/or/v1p2/scope/";
    private const string DefaultScope = 
        $"{ScopeBase}roster-core.readonly {ScopeBase}assessment.createput {ScopeBase}assessment.readonly";

    /// <summary>Where the system is; the calls add <c>/ims/oneroster/…</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>The connector's account.</summary>
    public required CredentialSettings Credential { get; init; }

    /// <summary>The school's own line items, by the section's code; empty to send every section under ids of ours.</summary>
    public required FrozenDictionary<string, string> LineItems { get; init; }

    /// <summary>Which results are read back after they were put.</summary>
    public ConfirmMode Confirm { get; private init; }

    /// <summary>Whether line items of ours are put before their first result.</summary>
    public bool Provision { get; private init; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static OneRosterSettings? Read(SettingsSection section)
    {
        var baseUrl = ReadBaseUrl(section);
        var credential = CredentialSettings.Read(
            section, CredentialKinds.Token | CredentialKinds.Secret, scope: DefaultScope);
        var lineItems = SectionMap.Read(
            section.Section("LineItems"), value => value.Length > 0 ? null : "must be the line item's sourcedId", areGrades: true);
        if (lineItems.ContainsKey(SectionCodes.Completion))
            section.Section("LineItems").Fault(SectionCodes.Completion, "must go: the end of the assessment has no score");

        // The one answer that the specification knows is empty, and so proves nothing.
        var (provision, confirm) = (section.Flag("Provision"), section.ReadConfirm(ConfirmMode.Always));
        return baseUrl is null || credential is null
            ? null
            : new OneRosterSettings
            {
                BaseUrl = baseUrl,
                Credential = credential,
                LineItems = lineItems,
                Provision = provision,
                Confirm = confirm,
            };
    }

    /// <summary>The sourcedId of a section's line item.</summary>
    public string LineItemOf(string section) => LineItems.GetValueOrDefault(section) ?? OneRosterIds.LineItem(section);

    /// <summary>Whether a section's line item is ours to put: one that the configuration names is the school's own.</summary>
    public bool Provisions(string section) => Provision && !LineItems.ContainsKey(section);

    /// <summary>Whether results of this kind are sent.</summary>
    public bool Takes(SectionResult result) =>
        result.IsGradable && !result.IsCompletion && (LineItems.Count == 0 || LineItems.ContainsKey(result.Section));

    private static Uri? ReadBaseUrl(SettingsSection section)
    {
        if (section.BaseUrl("BaseUrl") is not { } url)
            return null;

        if (!url.AbsolutePath.Contains("/ims/oneroster", StringComparison.OrdinalIgnoreCase))
            return url;

        section.Fault("BaseUrl", "must end before /ims/oneroster, which every call adds itself");
        return null;
    }
}
