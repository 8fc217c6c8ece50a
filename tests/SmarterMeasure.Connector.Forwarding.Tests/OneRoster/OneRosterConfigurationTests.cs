using Microsoft.Extensions.Time.Testing;

namespace SmarterMeasure.Connector.Forwarding.Tests.OneRoster;

public sealed class OneRosterConfigurationTests
{
    [Fact]
    public void Every_fault_is_named_at_once_and_no_value()
    {
        using var connector = OneRosterSchool.Connect(
            new Uri("http://127.0.0.1:9"), new FakeTimeProvider(),
            [
                ("BaseUrl", "https://sis.example.edu/ims/oneroster/"), ("Token", "canary token"), ("Provision", "canary"),
                ("LineItems:Math", ""), ("LineItems:LearnStyles", "canary-1"), ("LineItems:Completion", "canary-2"),
            ]);

        Assert.Equal(
        [
            "BaseUrl must end before /ims/oneroster, which every call adds itself",
            "Token must be the access token alone: letters, digits and signs, without blanks",
            "LineItems:LearnStyles must go: LearnStyles is a profile of seven styles and has no percentage to grade",
            "LineItems:Math must be the line item's sourcedId",
            "LineItems:Completion must go: the end of the assessment has no score",
            "Provision must be true or false",
        ], connector.Faults().Order(StringComparer.Ordinal).OrderBy(Rank));

        static int Rank(string fault) => Array.FindIndex(
            ["BaseUrl", "Token", "LineItems:Le", "LineItems:M", "LineItems:C", "Provision"],
            key => fault.StartsWith(key, StringComparison.Ordinal));
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        using var connector = new SchoolConnector(
            builder => builder.AddOneRoster(), new FakeTimeProvider(), ("Type", "OneRoster"));

        Assert.Equal(
            ["BaseUrl is missing", "Token is missing: give Token, or ClientId with ClientSecret"], connector.Faults());
    }
}
