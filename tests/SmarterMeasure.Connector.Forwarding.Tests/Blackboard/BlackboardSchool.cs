using FakeCampus.Blackboard;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Credentials;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Blackboard;

/// <summary>A Blackboard with one course, and a connector that sends to it.</summary>
internal sealed class BlackboardSchool : IAsyncDisposable
{
    private BlackboardSchool(BlackboardStub stub, BlackboardCourse course, TargetHost connector) =>
        (Stub, Course, Connector) = (stub, course, connector);

    public BlackboardStub Stub { get; }

    public BlackboardCourse Course { get; }

    public TargetHost Connector { get; }

    public static async Task<BlackboardSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        var clock = new FakeTimeProvider(TargetHost.Start);
        var stub = new BlackboardStub(new BlackboardCampus(), clock);
        await stub.StartAsync(TestContext.Current.CancellationToken);
        return new BlackboardSchool(stub, stub.Campus.AddCourse("ENG101-F26"), Connect(stub, clock, null, settings));
    }

    /// <summary>Another process on the same store.</summary>
    public TargetHost ConnectBeside(params IEnumerable<(string Key, string? Value)> settings) =>
        Connect(Stub, Connector.Clock, Connector.Store, settings);

    private static TargetHost Connect(
        BlackboardStub stub, FakeTimeProvider clock, MemoryNamedValues? store, IEnumerable<(string Key, string? Value)> settings) => new(
        clock, builder => builder.AddBlackboard(),
        [
            ("Type", "Blackboard"),
            ("BaseUrl", stub.BaseUrl.ToString()),
            ("ClientId", stub.Tokens.ClientId),
            ("ClientSecret", stub.Tokens.ClientSecret),
            ("Course", "courseId:ENG101-F26"),
            ("Columns:LifeFactors", "externalId:sm-LifeFactors"),
            ("Columns:Completion", "externalId:sm-Completion"),
            ("Provision", "true"),
            .. settings,
        ],
        store);

    public BlackboardUser Enrol(string? id, string? email = null, bool populated = true)
    {
        var user = Stub.Campus.AddUser(id, $"user{Stub.Campus.Users.Count}", email ?? $"{id}@school.example");
        Course.Enrol(user, populated);
        return user;
    }

    public BlackboardGrade? Grade(BlackboardUser user, string column = "sm-LifeFactors") =>
        Course.Grade(Assert.Single(Course.Columns, one => one.ExternalId == column), user);

    public async ValueTask DisposeAsync()
    {
        Connector.Dispose();
        await Stub.DisposeAsync();
    }
}
