namespace SmarterMeasure.Connector.Forwarding.Credentials;

/// <summary>The grant of a program's own account, proved by a secret or by a signed assertion.</summary>
internal sealed class ClientCredentials(TokenEndpoint endpoint, ClientProof proof, string? scope)
{
    /// <summary>Asks for a token.</summary>
    /// <exception cref="CredentialException">There was none.</exception>
    public async Task<IssuedToken> IssueAsync(CancellationToken cancel)
    {
        var form = new List<KeyValuePair<string, string>> { new("grant_type", "client_credentials") };
        form.AddRange(proof.Form());
        if (scope is not null)
            form.Add(new("scope", scope));

        return endpoint.TokenOf(await endpoint.RequestAsync(form, proof.Header(), cancel));
    }
}

/// <summary>How a program shows who it is.</summary>
internal abstract class ClientProof
{
    /// <summary>The form's fields.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> Form() => [];

    /// <summary>The Authorization header; null when the form has it.</summary>
    public virtual string? Header() => null;
}

/// <summary>The id and the secret in the Authorization header.</summary>
internal sealed class BasicProof(string clientId, string secret) : ClientProof
{
    /// <inheritdoc/>
    public override string Header() => BasicAuthorization.Of(clientId, secret).ToString();
}

/// <summary>The id and the secret in the form.</summary>
internal sealed class FormProof(string clientId, string secret) : ClientProof
{
    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Form() =>
        [new("client_id", clientId), new("client_secret", secret)];
}

/// <summary>An assertion signed with the program's private key, each used once.</summary>
internal sealed class AssertionProof(SignedAssertion assertion) : ClientProof
{
    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> Form() =>
    [
        new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        new("client_assertion", assertion.Sign()),
    ];
}
