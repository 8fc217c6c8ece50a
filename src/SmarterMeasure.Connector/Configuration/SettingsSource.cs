using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Configuration;

/// <summary>
/// The settings in force. Reads the configuration at the start and again whenever it changes; a change with faults is
/// logged and leaves the earlier settings in force. Safe for use from many threads.
/// </summary>
public sealed partial class SettingsSource : IDisposable
{
    private readonly IConfiguration _configuration;
    private readonly IReadOnlyList<IDestinationType> _types;
    private readonly IReadOnlyList<StoreProvider> _stores;
    private readonly ILogger<SettingsSource> _log;
    private readonly bool _hasApi;
    private readonly IDisposable _watch;
    private volatile Snapshot? _current;

    /// <summary>Watches the configuration; reads it at the first use.</summary>
    public SettingsSource(
        IConfiguration configuration,
        IEnumerable<IDestinationType> types,
        IEnumerable<StoreProvider> stores,
        ILogger<SettingsSource> log,
        IServiceProviderIsService? parts = null)
    {
        (_configuration, _types, _stores, _log) = (configuration, [.. types], [.. stores], log);
        _hasApi = parts?.IsService(typeof(IVendorRecords)) ?? true;
        _watch = ChangeToken.OnChange(configuration.GetReloadToken, Reload);
    }

    /// <summary>Raised after new settings came into force.</summary>
    public event Action? Changed;

    /// <summary>The settings in force.</summary>
    /// <exception cref="ConfigurationException">The configuration has faults, and there are no earlier settings.</exception>
    public ConnectorSettings Current => InForce.Settings;

    /// <summary>The destinations in force, by name in lower case.</summary>
    /// <inheritdoc cref="Current" path="/exception"/>
    public IReadOnlyDictionary<string, IDestination> Destinations => InForce.Destinations;

    private Snapshot InForce => _current ??= Read();

    /// <summary>Stops watching the configuration.</summary>
    public void Dispose() => _watch.Dispose();

    private Snapshot Read()
    {
        var faults = new List<string>();
        var settings = SettingsReader.Read(_configuration, faults);
        var root = new SettingsSection(_configuration.GetSection(ConnectorSettings.SectionName), faults);
        CheckProvider(root);
        CheckRules(root.Section("Destinations"), settings);
        var destinations = new Dictionary<string, IDestination>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, section) in settings.Destinations)
        {
            if (Create(name, section, settings) is { } destination)
                destinations.Add(name, destination);
        }

        return faults.Count == 0 ? new Snapshot(settings, destinations) : throw new ConfigurationException(faults);
    }

    private void CheckProvider(SettingsSection root)
    {
        if (root.Text("Inbox:Provider") is { } wanted
            && !_stores.Any(store => store.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase)))
            root.Fault("Inbox:Provider", "is not a store that the program adds: "
                + (_stores.Count == 0 ? "there is none" : string.Join(", ", _stores.Select(store => store.Name))));
    }

    private void CheckRules(SettingsSection destinations, ConnectorSettings settings)
    {
        foreach (var (name, _) in settings.Rules.Where(rule => rule.Value.AsksApi))
        {
            if (!_hasApi)
                destinations.Fault(name, "has rules that ask the vendor's API, and the program has none; add AddSmarterMeasureApi()");
            else if (settings.Api is null)
                destinations.Fault(name, "has rules that ask the vendor's API: give Api:AccessKey and Api:Secret");
        }
    }

    private IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        var wanted = section.Required("Type");
        if (wanted.Length == 0)
            return null;

        if (_types.FirstOrDefault(type => type.Type.Equals(wanted, StringComparison.OrdinalIgnoreCase)) is { } type)
            return type.Create(name, section, settings);

        section.Fault("Type", _types.Count == 0
            ? "names a kind of destination, but the program adds none; add for example AddCanvas()"
            : "is not one that the program adds: " + string.Join(", ", _types.Select(known => known.Type)));
        return null;
    }

    private void Reload()
    {
        try
        {
            _current = Read();
        }
        catch (ConfigurationException refused)
        {
            LogRefused(refused.Message);
            return;
        }

        LogReloaded();
        Changed?.Invoke();
    }

    [LoggerMessage(1, LogLevel.Error, "The changed configuration is not used; the earlier one stays in force. {Faults}")]
    private partial void LogRefused(string faults);

    [LoggerMessage(2, LogLevel.Information, "The changed configuration is in force.")]
    private partial void LogReloaded();

    private sealed record Snapshot(ConnectorSettings Settings, IReadOnlyDictionary<string, IDestination> Destinations);
}
