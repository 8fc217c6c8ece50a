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
internal sealed class TokenClients(Func<Uri, HttpClient> clients, IServiceProvider services, TimeProvider clock) : ICredentialStore
{
    private static readonly RefitSettings Refit = RefitDefaults.For(OAuthJson.Default);

    private ICredentialStore Store => services.GetRequiredService<ICredentialStore>();

    /// <summary>A client of one endpoint.</summary>
    public TokenEndpoint Open(Uri endpoint) => new(
        RestService.ForGenerated<IOAuthApi>(clients(endpoint), Refit),
        new AnswerReading(new FlowControl(new FlowRules { Concurrency = 1 }, clock)));

    /// <inheritdoc/>
    public Task<string?> ReadAsync(string name, CancellationToken cancel) => Store.ReadAsync(name, cancel);

    /// <inheritdoc/>
    public Task<bool> ReplaceAsync(string name, string? expected, string secret, CancellationToken cancel) =>
        Store.ReplaceAsync(name, expected, secret, cancel);
}
