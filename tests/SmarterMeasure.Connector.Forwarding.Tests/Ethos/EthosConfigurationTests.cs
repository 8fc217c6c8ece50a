using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Ethos;

namespace SmarterMeasure.Connector.Forwarding.Tests.Ethos;

public sealed class EthosConfigurationTests
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    [Fact]
    public void Every_fault_is_named_at_once_and_no_value()
    {
        using var connector = EthosSchool.Connect(
            s_nowhere, new FakeTimeProvider(), "",
            [
                ("BaseUrl", "https://integrate.example.com/api"), ("ApiKey", "canary key"), ("Source", "canary"),
                ("CredentialType", "canary id"), ("MediaTypeVersion", "0"), ("EmailLookup", "canary"),
                ("Assessments:Typing", "SMTY"), ("Assessments:Completion", "SMCO"), ("Concurrency", "0"),
            ]);

        Assert.Equal(
        [
            "Concurrency must be a whole number from 1 to 64",
            "BaseUrl must end before /api and /auth, which the calls add themselves",
            "ApiKey must be the key alone: letters, digits and signs, without blanks",
            "Assessments:LifeFactors must be the GUID, the code or the title of the aptitude assessment",
            "Assessments:Typing must go: Typing is measured in words per minute and has no percentage to grade",
            "Assessments:Completion must go: the end of the assessment has no score",
            "Source must be the GUID of a source",
            "CredentialType must be a type like bannerId, colleaguePersonId or colleagueUserName",
            "MediaTypeVersion must be a whole number from 1 to 99",
            "EmailLookup must be true or false",
        ], connector.Faults());
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        using var connector = new SchoolConnector(builder => builder.AddEthos(), new FakeTimeProvider(), ("Type", "Ethos"));

        Assert.Equal(
        [
            "BaseUrl is missing",
            "ApiKey is missing",
            "Assessments needs at least one entry: a section's code with its aptitude assessment",
        ], connector.Faults());
    }

    [Theory]
    [InlineData("""{"iat":1000,"exp":4600}""", 3600)]
    [InlineData("""{"exp":2800}""", 1800)]
    [InlineData("""{"iat":1000}""", 300)]
    [InlineData("""{"exp":"soon"}""", 300)]
    [InlineData("""{"iat":4600,"exp":1000}""", 300)]
    [InlineData("[]", 300)]
    [InlineData("no json", 300)]
    public void A_token_says_itself_how_long_it_counts(string claims, int seconds)
    {
        var part = System.Buffers.Text.Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(claims));

        Assert.Equal(
            TimeSpan.FromSeconds(seconds),
            EthosApiKey.LifeOf($"head.{part}.signature", DateTimeOffset.FromUnixTimeSeconds(1000)));
    }
}
