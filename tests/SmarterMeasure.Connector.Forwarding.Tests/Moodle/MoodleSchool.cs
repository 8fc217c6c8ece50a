using FakeCampus.Moodle;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

/// <summary>A Moodle with one assignment and a connector that sends to it.</summary>
internal sealed class MoodleSchool : IAsyncDisposable
{
    public const string Token = "canarytoken0123456789abcdef";

    private MoodleSchool(MoodleStub stub, MoodleAssign assign, TargetHost connector) =>
        (Stub, Assign, Connector) = (stub, assign, connector);

    public MoodleStub Stub { get; }

    public MoodleAssign Assign { get; }

    public TargetHost Connector { get; }

    public static async Task<MoodleSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        var clock = new FakeTimeProvider(TargetHost.Start);
        var stub = new MoodleStub(new MoodleCampus(), clock) { Token = Token };
        stub.Campus.DefineProfileFields("smlifefactors", "smlearnstyles", "smcomplete");
        var assign = stub.Campus.AddAssign(stub.Campus.AddCourse("ENG101"));
        await stub.StartAsync(TestContext.Current.CancellationToken);
        return new MoodleSchool(stub, assign, Connect(stub.BaseUrl, clock, settings));
    }

    public static TargetHost Connect(
        Uri baseUrl, FakeTimeProvider clock, params IEnumerable<(string Key, string? Value)> settings) => new(
        clock, builder => builder.AddMoodle(),
        [
            ("Type", "Moodle"),
            ("BaseUrl", baseUrl.ToString()),
            ("Token", Token),
            ("ProfileFields:LifeFactors", "smlifefactors"),
            ("ProfileFields:LearnStyles", "smlearnstyles"),
            ("ProfileFields:Completion", "smcomplete"),
            ("Assignments:Math", "21"),
            .. settings,
        ]);

    public MoodleUser Enrol(string id, string? email = null)
    {
        var user = Stub.Campus.AddUser($"user{Stub.Campus.Users.Count}", id, email ?? $"{id}@school.example");
        Assign.Enrol(user);
        return user;
    }

    public async ValueTask DisposeAsync()
    {
        Connector.Dispose();
        await Stub.DisposeAsync();
    }
}
