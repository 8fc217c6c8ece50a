using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Credentials;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>The settings of one destination. A class rather than a record, so that nothing prints its credentials.</summary>
internal sealed class XApiSettings
{
    private const string DefaultVersion = "1.0.3";
    private const int DefaultBatchSize = 25;

    /// <summary>Where the store is, its <c>/xAPI</c> included; the calls add <c>/statements</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Makes the credential.</summary>
    public required Func<TokenClients, ICredential> Credential { get; init; }

    /// <summary>The version of the specification that is spoken.</summary>
    public required string Version { get; init; }

    /// <summary>The most statements in one call, from 1 to 100.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Which statements that went alone are read back.</summary>
    public ConfirmMode Confirm { get; private init; }

    /// <summary>Which statements that went with others are read back.</summary>
    public ConfirmMode ConfirmTogether { get; private init; }

    /// <summary>The IRI of the system whose accounts the actors are, as configured.</summary>
    public required string HomePage { get; init; }

    /// <summary>The start of the activities' IRIs, with a slash at its end.</summary>
    public required string ActivityBase { get; init; }

    /// <summary>Reads the destination's section and notes every fault; null when there is one.</summary>
    public static XApiSettings? Read(SettingsSection section, TimeProvider clock)
    {
        var baseUrl = ReadBaseUrl(section);
        var credential = ReadCredential(section, clock);
        var version = section.Text("Version") ?? DefaultVersion;
        if (version is not (DefaultVersion or "2.0.0"))
            section.Fault("Version", $"must be {DefaultVersion} or 2.0.0");

        var batchSize = section.Integer("BatchSize", DefaultBatchSize, 1, 100);

        // 204 is also what a store may answer to another statement under a known id, which it drops. The answer to many holds the
        // ids of what was stored.
        var (alone, together) = (section.ReadConfirm(ConfirmMode.Always), ConfirmMode.Sample);
        if (section.Text("Confirm") is not null)
            together = alone;

        // Their text is an identity: it is kept as it was written.
        var (homePage, activityBase) = (section.BaseUrl("HomePage"), section.BaseUrl("ActivityBase"));
        return baseUrl is null || credential is null || homePage is null || activityBase is null
            ? null
            : new XApiSettings
            {
                BaseUrl = baseUrl,
                Credential = credential,
                Version = version,
                BatchSize = batchSize,
                Confirm = alone,
                ConfirmTogether = together,
                HomePage = section.Text("HomePage")!,
                ActivityBase = section.Text("ActivityBase")!.TrimEnd('/') + "/",
            };
    }

    private static Uri? ReadBaseUrl(SettingsSection section)
    {
        if (section.BaseUrl("BaseUrl") is not { } url)
            return null;

        var text = url.ToString().TrimEnd('/');
        if (!text.EndsWith("/statements", StringComparison.OrdinalIgnoreCase))
            return new Uri(text);

        section.Fault("BaseUrl", "must end before /statements, which every call adds itself");
        return null;
    }

    private static Func<TokenClients, ICredential>? ReadCredential(SettingsSection section, TimeProvider clock)
    {
        if (section.Text("Token") is not null)
        {
            var token = CredentialSettings.Read(section, CredentialKinds.Token);
            return token is null ? null : clients => token.Open(clients, clock);
        }

        if (section.Text("Username") is not { } user || section.Text("Password") is not { } password)
        {
            section.Fault("Username", "is missing: give Username with Password, or Token");
            return null;
        }

        if (user.Contains(':', StringComparison.Ordinal))
        {
            section.Fault("Username", "must be without colons");
            return null;
        }

        var basic = BasicAuthorization.Of(user, password);
        return _ => new FixedCredential(basic);
    }
}
