using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

public sealed class BlackboardConfigurationTests
{
    private const string Of = "SmarterMeasure:Destinations:target:";

    [Fact]
    public void One_exception_lists_every_fault_and_no_value()
    {
        using var host = Host(
            ("BaseUrl", "canary-url"), ("Token", "canary token"), ("Course", "canary-course"),
            ("Columns:LifeFactors", "canary-column"), ("Columns:LearnStyles", "_1_1"), ("Provision", "canary"),
            ("CallsPerDay", "canary"), ("Concurrency", "canary"));

        var refused = host.Refusal();

        Assert.Equal(
        [
            Of + "BaseUrl must be an address like https://school.example.edu, without user, query or fragment",
            Of + "CallsPerDay must be a whole number from 1 to 10000000",
            Of + "Columns:LearnStyles must go: LearnStyles is a profile of seven styles and has no percentage to grade",
            Of + "Columns:LifeFactors must be externalId: followed by the column's id, or Blackboard's own like _12_1",
            Of + "Concurrency must be a whole number from 1 to 64",
            Of + "Course must be courseId:, externalId: or uuid: followed by the id, or Blackboard's own like _12_1",
            Of + "Provision must be true or false",
            Of + "Token must be the access token alone: letters, digits and signs, without blanks",
        ], refused.Faults.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        using var host = Host(("Course", null));

        Assert.Equal(
        [
            Of + "BaseUrl is missing",
            Of + "Columns needs at least one entry: a section's code with its column, such as externalId:sm-LifeFactors",
            Of + "Course is missing",
            Of + "Token is missing: give Token, or ClientId with ClientSecret",
        ], host.Refusal().Faults.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("courseId:ENG 101/é")]
    [InlineData("externalId:1")]
    [InlineData("uuid:1")]
    [InlineData("_12_1")]
    public void A_course_has_one_of_four_forms(string course)
    {
        using var host = Host(
            ("BaseUrl", "https://school.example"), ("Token", "t"), ("Course", course), ("Columns:Math", "_1_1"));

        Assert.True(host.Destination.Accepts(TargetHost.Result("math")));
        Assert.False(host.Destination.Accepts(TargetHost.Result("math", percent: null)));
        Assert.False(host.Destination.Accepts(TargetHost.Result("Reading")));
    }

    private static TargetHost Host(params IEnumerable<(string Key, string? Value)> settings) => new(
        new FakeTimeProvider(), builder => builder.AddBlackboard(), [("Type", "Blackboard"), .. settings]);
}
