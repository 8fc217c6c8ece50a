using Refit;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Connections;
using SmarterMeasure.Connector.Forwarding.Credentials;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Rest;

/// <summary>Makes destinations of a type that the user named, through the user's Refit interface.</summary>
internal sealed class RestDestinationType<TApi>(string type, RestTarget<TApi> target, TargetConnections connections, TimeProvider clock)
    : IDestinationType
    where TApi : class
{
    private const CredentialKinds Kinds = CredentialKinds.Token | CredentialKinds.Secret | CredentialKinds.PrivateKey | CredentialKinds.RefreshToken;

    /// <inheritdoc/>
    public string Type => type;

    /// <inheritdoc/>
    public IDestination? Create(string name, SettingsSection section, ConnectorSettings settings)
    {
        var baseUrl = section.BaseUrl("BaseUrl");
        var rules = FlowRules.Read(section, concurrency: 1);
        if (ReadCredential(section) is not { } credential || baseUrl is null)
            return null;

        var connection = connections.Open(baseUrl, rules, settings, credential);
        var api = RestService.ForGenerated<TApi>(connection.Client, RefitDefaults.Guard(target.Refit));
        return new RestDestination<TApi>(target, api, connection);
    }

    private Func<TokenClients, ICredential>? ReadCredential(SettingsSection section)
    {
        if (section.Text("Username") is { } user)
        {
            var basic = BasicAuthorization.Of(user, section.Required("Password"));
            return _ => new FixedCredential(basic);
        }

        return CredentialSettings.Read(section, Kinds) is { } credential
            ? tokens => credential.Open(tokens, clock)
            : null;
    }
}
