using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

public sealed class MoodleConfigurationTests
{
    private const string Of = "SmarterMeasure:Destinations:target:";

    [Fact]
    public void One_exception_lists_every_fault_and_no_value()
    {
        using var host = Host(
            ("BaseUrl", "canary-url"), ("Token", "canary-token"), ("IdField", "canary"), ("ProfileFields:Math", "canary field"),
            ("Assignments:Math", new string('c', 256)), ("Assignments:Typing", "1"), ("Concurrency", "65"), ("WorkflowState", "Released"),
            ("Confirm", "canary"));

        var refused = host.Refusal();

        Assert.Equal(
        [
            Of + "Assignments:Math must be the number in the address of the assignment's page, its ID number, or its exact name",
            Of + "Assignments:Typing must go: Typing is measured in words per minute and has no percentage to grade",
            Of + "BaseUrl must be an address like https://school.example.edu, without user, query or fragment",
            Of + "Concurrency must be a whole number from 1 to 64",
            Of + "Confirm must be always, sample or never",
            Of + "IdField must be idnumber or username",
            Of + "ProfileFields:Math must be the short name of the profile field",
            Of + "Token must be the token alone: letters and digits",
            Of + "WorkflowState must be one of notmarked, inmarking, readyforreview, inreview, readyforrelease, released",
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
            Of + "ProfileFields needs at least one entry: a section's code with the short name of its profile field (or give Assignments)",
            Of + "Token is missing",
        ], host.Refusal().Faults.Order(StringComparer.Ordinal));
    }

    private static TargetHost Host(params IEnumerable<(string Key, string? Value)> settings) => new(
        new FakeTimeProvider(), builder => builder.AddMoodle(), [("Type", "Moodle"), .. settings]);
}
