using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>
/// What obtaining tokens needs: clients of token endpoints, and the store of those that are replaced. The store is looked up at
/// its first use, because it is made from settings that name the destinations.
/// </summary>
/// <param name="clients">Makes clients.</param>
/// <param name="services">Give the store.</param>
/// <param name="unstored">The grants that the store did not take, by their names, of all destinations: a reload makes those anew.</param>
/// <param name="clock">The time.</param>
internal sealed class TokenClients(
    Func<Uri, HttpClient> clients, IServiceProvider services, ConcurrentDictionary<string, SharedGrant> unstored, TimeProvider clock)
    : ICredentialStore
{
    private static readonly RefitSettings Refit = RefitDefaults.For(OAuthJson.Default);

    private ICredentialStore Store => services.GetRequiredService<ICredentialStore>();

    /// <summary>The grants that the store did not take.</summary>
    public ConcurrentDictionary<string, SharedGrant> Unstored => unstored;

    /// <summary>A client of one endpoint.</summary>
    public TokenEndpoint Open(Uri endpoint) => new(RestService.ForGenerated<IOAuthApi>(Client(endpoint), Refit), Answers(), clock);

    /// <summary>A plain client of an endpoint that does not speak OAuth 2; neither recorded nor authorised.</summary>
    public HttpClient Client(Uri endpoint) => clients(endpoint);

    /// <summary>Reads what such endpoints answer.</summary>
    public AnswerReading Answers() => new(new FlowControl(new FlowRules { Concurrency = 1 }, clock));

    /// <inheritdoc/>
    public Task<string?> ReadAsync(string name, CancellationToken cancel) => Store.ReadAsync(name, cancel);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? expected, string secret, CancellationToken cancel) =>
        Store.ReplaceAsync(name, expected, secret, cancel);
}
