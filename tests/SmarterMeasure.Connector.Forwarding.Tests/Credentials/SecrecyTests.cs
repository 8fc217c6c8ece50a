using FakeCampus.Serving;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Forwarding.Tests.Blackboard;
using SmarterMeasure.Connector.Forwarding.Tests.Brightspace;
using SmarterMeasure.Connector.Forwarding.Tests.Moodle;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Credentials;

/// <summary>Whatever goes wrong: no log line and no reason shows a secret or a person, and no record shows a secret.</summary>
public sealed class SecrecyTests
{
    private const string Id = "canary-student-4711";
    private const string Email = "canary.mail@school.example";

    private static readonly StubFault[] s_faults =
    [
        StubFault.ServerError, StubFault.BadGatewayPage, StubFault.ResetBefore, StubFault.ResetAfter, StubFault.HalfAnswer,
        StubFault.Throttled, StubFault.ExpiredToken, StubFault.Unavailable,
    ];

    [Fact]
    public async Task Brightspace_keeps_its_secrets()
    {
        const string Secret = "canary-client-secret-1f0e";
        var granted = "";
        await using var school = await BrightspaceSchool.OpenAsync(
            (clock, violations) =>
            {
                var tokens = new TokenIssuer(clock, violations) { ClientSecret = Secret, RotatesRefreshTokens = true };
                granted = tokens.GrantRefreshToken();
                return tokens;
            },
            _ => [("PrivateKey", null), ("ClientSecret", Secret), ("RefreshToken", granted)]);
        school.Enrol(Id, Email);

        await ProveAsync(school.Stub, school.Connector, Secret, granted, "access-", "refresh-");
    }

    [Fact]
    public async Task Brightspace_keeps_its_private_key()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol(Id, Email);

        await ProveAsync(school.Stub, school.Connector, "PRIVATE KEY", "client_assertion", "eyJ");
    }

    [Fact]
    public async Task Blackboard_keeps_its_secrets()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol(Id, Email);

        await ProveAsync(school.Stub, school.Connector, school.Stub.Tokens.ClientSecret, "access-", "Basic ");
    }

    [Fact]
    public async Task Moodle_keeps_its_secrets()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol(Id, Email);

        await ProveAsync(school.Stub, school.Connector, MoodleSchool.Token);
    }

    [Fact]
    public async Task A_users_own_target_keeps_its_secrets()
    {
        await using var school = await RegistrarSchool.OpenAsync();
        using var connector = school.Connect(
            ("ClientId", school.Tokens.ClientId), ("ClientSecret", school.Tokens.ClientSecret), ("TokenUrl", school.TokenUrl));

        await ProveAsync(school, connector, school.Tokens.ClientSecret, "access-", "Basic ");
    }

    private static async Task ProveAsync(StubServer stub, TargetHost connector, params IReadOnlyList<string> secrets)
    {
        var outcomes = new List<DeliveryOutcome>();
        foreach (var fault in s_faults)
        {
            for (var skip = 0; skip < 4; skip++)
            {
                var before = skip;
                stub.Faults.Next(fault, applies: _ => before-- == 0);
                outcomes.Add(await connector.SendAsync(TargetHost.Result(id: Id, email: Email)));
                outcomes.Add(await connector.SendAsync(TargetHost.Result(id: "canary-unknown", email: Email)));
                stub.Faults.Clear();
                connector.Clock.Advance(TimeSpan.FromMinutes(40));
            }
        }

        Assert.Contains(outcomes, outcome => outcome.Reason is not null);
        Assert.Contains(outcomes, outcome => outcome.Request is not null);
        await ProveThatALeakWouldShowAsync(stub, connector);
        var said = string.Join('\n', [.. connector.Log.Lines, .. outcomes.Select(outcome => outcome.Reason)]);
        Assert.DoesNotContain("canary", said, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Quill", said, StringComparison.OrdinalIgnoreCase);
        var recorded = said + string.Join('\n', outcomes.Select(outcome => outcome.Request));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, recorded, StringComparison.Ordinal));
    }

    // Another client of the same host is logged with its path, so a log without secrets proves something.
    private static async Task ProveThatALeakWouldShowAsync(StubServer stub, TargetHost connector)
    {
        using var other = connector.Services.GetRequiredService<IHttpClientFactory>().CreateClient("other");
        using var answer = await other.GetAsync(new Uri(stub.BaseUrl, "proof"), TestContext.Current.CancellationToken);
        Assert.Contains(connector.Log.Lines, line => line.Contains("/proof", StringComparison.Ordinal));
    }
}
