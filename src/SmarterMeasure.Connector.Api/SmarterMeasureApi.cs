using SmarterMeasure.Connector.Api.Enrichment;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;

namespace SmarterMeasure.Connector.Api;

/// <summary>
/// The vendor's API by the settings in force, for handlers and programs: a reload that changes them makes a new client. Safe
/// for use from many threads.
/// </summary>
/// <param name="settings">The settings.</param>
/// <param name="time">The time.</param>
public sealed class SmarterMeasureApi(SettingsSource settings, TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private (ApiSettings Settings, SmarterMeasureClient Client)? _open;

    /// <summary>The settings in force.</summary>
    /// <exception cref="RetryLaterException">None are configured.</exception>
    public ApiSettings Settings =>
        settings.Current.Api ?? throw new RetryLaterException(ApiReasons.NotConfigured);

    /// <summary>The client. Ask for it again for each piece of work; dispose it not.</summary>
    /// <inheritdoc cref="Settings" path="/exception"/>
    public SmarterMeasureClient Client
    {
        get
        {
            var wanted = Settings;
            lock (_gate)
            {
                // The earlier one is left to those who use it; it holds no more than idle connections, which close.
                if (_open is not { } open || open.Settings != wanted)
                    _open = open = (wanted, new SmarterMeasureClient(wanted, time));
                return open.Client;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
            _open?.Client.Dispose();
    }
}
