using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace SmarterMeasure.Connector.Forwarding.Tests.Rest;

public sealed class RestCredentialTests
{
    private const string Of = "SmarterMeasure:Destinations:target:";

    [Fact]
    public async Task A_user_name_and_a_password_go_into_the_header()
    {
        await using var school = await RegistrarSchool.OpenAsync();
        var expected = Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:pässword:1"));
        school.IsAuthorised = request => request.Authorization("Basic") == expected;
        using var connector = school.Connect(("Username", "anna"), ("Password", "pässword:1"));

        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(TargetHost.Result(id: "S1")));
    }

    [Fact]
    public async Task A_secret_a_key_and_a_refresh_token_each_get_a_token()
    {
        await using var school = await RegistrarSchool.OpenAsync();
        using var key = RSA.Create(2048);
        school.Tokens.Trust(key, "https://audience.example");
        (string, string?)[] client = [("ClientId", school.Tokens.ClientId), ("TokenUrl", school.TokenUrl)];
        (string, string?) secret = ("ClientSecret", school.Tokens.ClientSecret);

        foreach (var way in (IEnumerable<(string, string?)>[])
        [
            [secret],
            [("PrivateKey", key.ExportPkcs8PrivateKeyPem()), ("Audience", "https://audience.example"), ("Scope", "all")],
            [secret, ("RefreshToken", school.Tokens.GrantRefreshToken())],
        ])
        {
            using var connector = school.Connect([.. client, .. way]);
            Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(TargetHost.Result(id: "S1")));
        }

        Assert.Equal(3, school.Tokens.Issued);
        Assert.Equal(0, school.Violations.Total);
    }

    public static TheoryData<string, string[]> Faulty => new()
    {
        { "", ["Token is missing: give Token, or ClientId with ClientSecret, or ClientId with PrivateKey, or ClientId with ClientSecret and RefreshToken"] },
        { "Token=canary token", ["Token must be the access token alone: letters, digits and signs, without blanks"] },
        { "Username=canary", ["Password is missing"] },
        { "ClientId=canary;TokenUrl=https://canary.example", ["ClientId is not enough: give Token, or ClientId with ClientSecret, or ClientId with PrivateKey, or ClientId with ClientSecret and RefreshToken"] },
        { "ClientId=canary;ClientSecret=canary", ["TokenUrl is missing"] },
        { "ClientId=canary;ClientSecret=canary;TokenUrl=canary", ["TokenUrl must be an address like https://school.example.edu, without user, query or fragment"] },
        { "ClientId=canary;PrivateKey=canary", ["PrivateKey must be an RSA private key in PEM: -----BEGIN PRIVATE KEY----- and so on", "TokenUrl is missing"] },
        { "Concurrency=99;Token=t", ["Concurrency must be a whole number from 1 to 64"] },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public void Every_kind_of_credential_is_checked_and_no_value_is_shown(string settings, string[] faults)
    {
        using var connector = RegistrarSchool.Connect(
            new FakeTimeProvider(), Repetition.SetsState, settings.Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=')).Select(pair => (pair[0], (string?)pair[1])));

        var refused = connector.Refusal();

        Assert.Equal(
            [Of + "BaseUrl is missing", .. faults.Select(fault => Of + fault)],
            refused.Faults.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }
}
