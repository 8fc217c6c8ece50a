using Microsoft.Extensions.Time.Testing;

namespace SmarterMeasure.Connector.Forwarding.Tests.XApi;

public sealed class XApiConfigurationTests
{
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    [Fact]
    public void Every_fault_is_named_at_once_and_no_value()
    {
        using var connector = XApiSchool.Connect(
            s_nowhere, new FakeTimeProvider(),
            ("BaseUrl", "https://lrs.example.edu/xAPI/statements/"), ("Username", "canary:user"), ("Version", "canary"), ("BatchSize", "101"),
            ("HomePage", "canary"), ("ActivityBase", "mailto:canary@example.edu"));

        Assert.Equal(
        [
            "BaseUrl must end before /statements, which every call adds itself",
            "Username must be without colons",
            "Version must be 1.0.3 or 2.0.0",
            "BatchSize must be a whole number from 1 to 100",
            "HomePage must be an address like https://school.example.edu, without user, query or fragment",
            "ActivityBase must be an address like https://school.example.edu, without user, query or fragment",
        ], connector.Faults());
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        using var connector = new SchoolConnector(builder => builder.AddXApi(), new FakeTimeProvider(), ("Type", "XApi"));

        Assert.Equal(
        [
            "BaseUrl is missing",
            "Username is missing: give Username with Password, or Token",
            "HomePage is missing",
            "ActivityBase is missing",
        ], connector.Faults());
    }

    [Fact]
    public void A_token_may_stand_in_for_the_password()
    {
        using var connector = XApiSchool.Connect(
            s_nowhere, new FakeTimeProvider(), ("Username", null), ("Password", null), ("Token", "canary-token"));

        Assert.NotNull(connector.Destination);
    }
}
