using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>Turns the configuration section into settings, gathering every fault.</summary>
internal static class SettingsReader
{
    private static readonly ConnectorSettings Defaults = new();

    public static ConnectorSettings Read(IConfiguration configuration, ICollection<string> faults)
    {
        var root = new SettingsSection(configuration.GetSection(ConnectorSettings.SectionName), faults);
        WebhookPath.Check(root);
        var retention = TimeSpan.FromDays(root.Integer("Retention:Days", Defaults.Retention.Days, 3, 3650));
        var reconcile = ReadReconcile(root.Section("Reconcile"));
        if (reconcile.Overlap >= retention)
            root.Fault("Reconcile:Overlap", "must be shorter than Retention:Days: what is gone would be fetched again and again");

        return new ConnectorSettings
        {
            VerificationKeys = ReadKeys(root),
            MaxBodyBytes = root.Integer("MaxBodyBytes", Defaults.MaxBodyBytes, 1024, 64 * 1024 * 1024),
            CommitBudget = root.Duration(
                "CommitBudget", Defaults.CommitBudget, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(9)),
            ConnectionString = root.Text("Inbox:ConnectionString") ?? Defaults.ConnectionString,
            Retention = retention,
            Identity = ReadIdentity(root),
            Dispatch = ReadDispatch(root.Section("Dispatch")),
            Forwarding = ReadForwarding(root.Section("Forwarding")),
            Api = ReadApi(root.Section("Api")),
            Reconcile = reconcile,
            Verify = ReadVerify(root.Section("Verify")),
            Rules = root.Section("Destinations").Children
                .ToImmutableSortedDictionary(child => child.Key.ToLowerInvariant(), DestinationRuleReader.Read),
            Destinations = root.Section("Destinations").Children
                .ToImmutableSortedDictionary(child => child.Key.ToLowerInvariant(), child => child),
        };
    }

    private static ImmutableArray<VerificationKey> ReadKeys(SettingsSection root)
    {
        var keys = root.Section("VerificationKeys").Children.Select(ReadKey).ToImmutableArray();
        if (keys.IsEmpty)
            root.Fault("VerificationKeys", "needs at least one entry with a Key, as the vendor assigned it");

        return keys;
    }

    private static VerificationKey ReadKey(SettingsSection entry)
    {
        var key = entry.Required("Key");
        if (VerificationKeyRing.IsUnreplacedToken(key))
            entry.Fault("Key", "is the vendor's placeholder; give the key that the vendor assigned");

        var (from, until) = (entry.Time("NotBefore"), entry.Time("NotAfter"));
        if (from >= until)
            entry.Fault("NotAfter", "must be later than NotBefore");

        return new VerificationKey(entry.Text("Name") ?? entry.Key, key, from, until);
    }

    private static ImmutableArray<string> ReadIdentity(SettingsSection root)
    {
        var entries = root.Section("Identity").Children.ToList();
        if (entries.Count == 0)
            return Defaults.Identity;

        foreach (var entry in entries.Where(entry => !IsIdentity(entry.Value ?? "")))
        {
            entry.Fault("", $"must be {IdentityKeys.InternalId}, {IdentityKeys.Email}, or {IdentityKeys.CustomDataPrefix} "
                + "with the name of a custom field");
        }

        return [.. entries.Select(entry => entry.Value ?? "").Distinct()];
    }

    private static bool IsIdentity(string entry) =>
        entry is IdentityKeys.InternalId or IdentityKeys.Email
        || (entry.StartsWith(IdentityKeys.CustomDataPrefix, StringComparison.Ordinal)
            && entry.Length > IdentityKeys.CustomDataPrefix.Length);

    private static DispatchSettings ReadDispatch(SettingsSection section) => new()
    {
        Concurrency = section.Integer("Concurrency", Defaults.Dispatch.Concurrency, 1, 256),
        MaxAttempts = section.Integer("MaxAttempts", Defaults.Dispatch.MaxAttempts, 1, 100),
        HandlerTimeout = section.Duration(
            "HandlerTimeout", Defaults.Dispatch.HandlerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
        Retry = ReadRetry(section.Section("Retry"), Defaults.Dispatch.Retry),
    };

    private static ForwardingSettings ReadForwarding(SettingsSection section) => new()
    {
        MaxAttempts = section.Integer("MaxAttempts", Defaults.Forwarding.MaxAttempts, 1, 1000),
        AttemptTimeout = section.Duration(
            "AttemptTimeout", Defaults.Forwarding.AttemptTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        UnmatchedRecheck = section.Duration(
            "UnmatchedRecheck", Defaults.Forwarding.UnmatchedRecheck, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)),
        Retry = ReadRetry(section.Section("Retry"), Defaults.Forwarding.Retry),
    };

    private static ApiSettings? ReadApi(SettingsSection section)
    {
        if (!section.Children.Any())
            return null;

        var defaults = new ApiSettings { AccessKey = section.Required("AccessKey"), Secret = section.Required("Secret") };
        if (defaults.AccessKey.Contains(':', StringComparison.Ordinal))
            section.Fault("AccessKey", "must not hold a colon, which ends the user name in Basic authentication");

        var baseUrl = section.Text("BaseUrl") is null ? defaults.BaseUrl : section.BaseUrl("BaseUrl");
        if (baseUrl is { IsLoopback: false } && baseUrl.Scheme != Uri.UriSchemeHttps)
            section.Fault("BaseUrl", "must be https: the secret goes there with each request");

        return defaults with
        {
            BaseUrl = baseUrl ?? defaults.BaseUrl,
            PageSize = section.Integer("PageSize", defaults.PageSize, 1, 1000),
            DateFormat = ReadDateFormat(section, defaults.DateFormat),
            CacheFor = section.Duration("CacheFor", defaults.CacheFor, TimeSpan.Zero, TimeSpan.FromHours(1)),
            Timeout = section.Duration(
                "Timeout", defaults.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
        };
    }

    private static string ReadDateFormat(SettingsSection section, string fallback)
    {
        if (section.Text("DateFormat") is not { } format)
            return fallback;

        try
        {
            _ = DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
            return format;
        }
        catch (FormatException)
        {
            section.Fault("DateFormat", "must be a .NET date format like yyyy-MM-dd");
            return fallback;
        }
    }

    private static ReconcileSettings ReadReconcile(SettingsSection section) => new()
    {
        Every = section.Duration(
            "Every", Defaults.Reconcile.Every, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
        Overlap = section.Duration(
            "Overlap", Defaults.Reconcile.Overlap, TimeSpan.FromMinutes(1), TimeSpan.FromDays(14)),
    };

    private static VerifySettings ReadVerify(SettingsSection section) => section.Text("Every") is null ? Defaults.Verify : new()
    {
        Every = section.Duration("Every", TimeSpan.FromDays(1), TimeSpan.FromHours(1), TimeSpan.FromDays(90)),
    };

    private static RetrySettings ReadRetry(SettingsSection section, RetrySettings defaults)
    {
        var baseDelay = section.Duration(
            "BaseDelay", defaults.BaseDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromHours(1));
        var maxDelay = section.Duration(
            "MaxDelay", defaults.MaxDelay, TimeSpan.FromMilliseconds(1), TimeSpan.FromDays(1));
        if (maxDelay < baseDelay)
            section.Fault("MaxDelay", "must not be less than BaseDelay");

        return new RetrySettings(baseDelay, maxDelay);
    }
}
