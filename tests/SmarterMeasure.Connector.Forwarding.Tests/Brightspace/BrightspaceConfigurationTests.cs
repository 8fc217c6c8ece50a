using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Brightspace;

public sealed class BrightspaceConfigurationTests
{
    private const string Of = "SmarterMeasure:Destinations:target:";

    [Fact]
    public void One_exception_lists_every_fault_and_no_value()
    {
        using var host = Host(
            ("BaseUrl", "canary-url"), ("ClientId", "canary-client"), ("PrivateKey", "canary-pem"), ("TokenUrl", "canary-token-url"),
            ("OrgUnit", "canary-unit"), ("GradeObjects:LifeFactors", "canary/name"), ("GradeObjects:Typing", "1"),
            ("TextObjects:Math", "canary|name"), ("Provision", "canary-flag"), ("LeVersion", "canary-version"), ("Concurrency", "0"));

        var refused = host.Refusal();

        Assert.Equal(
        [
            Of + "BaseUrl must be an address like https://school.example.edu, without user, query or fragment",
            Of + "Concurrency must be a whole number from 1 to 64",
            Of + "GradeObjects:LifeFactors must be the number of a grade object, or its name: at most 128 characters, none of / \" * < > + = | , %",
            Of + "GradeObjects:Typing must go: Typing is measured in words per minute and has no percentage to grade",
            Of + "LeVersion must be a version like 1.92",
            Of + "OrgUnit must be the number of the course offering",
            Of + "PrivateKey must be an RSA private key in PEM: -----BEGIN PRIVATE KEY----- and so on",
            Of + "Provision must be true or false",
            Of + "TextObjects:Math must be the number of a grade object, or its name: at most 128 characters, none of / \" * < > + = | , %",
            Of + "TokenUrl must be an address like https://school.example.edu, without user, query or fragment",
        ], refused.Faults.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        using var host = Host();

        Assert.Equal(
        [
            Of + "BaseUrl is missing",
            Of + "GradeObjects needs at least one entry: a section's code with the number or the name of its grade object",
            Of + "OrgUnit is missing",
            Of + "Token is missing: give Token, or ClientId with PrivateKey, or ClientId with ClientSecret and RefreshToken",
        ], host.Refusal().Faults.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_secret_without_the_refresh_token_that_it_is_for_is_refused()
    {
        using var host = Host(
            ("BaseUrl", "https://school.example"), ("ClientId", "client"), ("ClientSecret", "canary"), ("OrgUnit", "6601"),
            ("GradeObjects:LifeFactors", "1"));

        Assert.Equal([Of + "RefreshToken is missing"], host.Refusal().Faults);
    }

    private static TargetHost Host(params IEnumerable<(string Key, string? Value)> settings) => new(
        new FakeTimeProvider(), builder => builder.AddBrightspace(), [("Type", "Brightspace"), .. settings]);
}
