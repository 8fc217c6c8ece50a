using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using FakeCampus.Serving;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Credentials;
using SmarterMeasure.Connector.Forwarding.Tests.Blackboard;
using SmarterMeasure.Connector.Forwarding.Tests.Brightspace;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Credentials;

/// <summary>Tokens that are issued for a program: with a secret at Blackboard, with a signed assertion at Brightspace.</summary>
public sealed class TokenRenewalTests
{
    private static readonly DeliveryOutcome s_unauthorized = DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5));

    [Fact]
    public async Task A_token_serves_until_shortly_before_its_end()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");

        await Deliver(school);
        school.Connector.Clock.Advance(TimeSpan.FromMinutes(58));
        await Deliver(school);
        Assert.Equal(1, school.Stub.Tokens.Issued);

        school.Connector.Clock.Advance(TimeSpan.FromMinutes(2));
        await Deliver(school);
        Assert.Equal(2, school.Stub.Tokens.Issued);
        Assert.DoesNotContain(school.Stub.Requests, request => request.Status == 401);
    }

    [Fact]
    public async Task An_assertion_is_signed_anew_for_each_token()
    {
        await using var school = await BrightspaceSchool.OpenAsync();
        school.Enrol("S123");

        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Stub.Tokens.ExpireAll();
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

        Assert.Equal(2, school.Stub.Tokens.Issued);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public void An_assertion_names_its_key_and_its_claims_for_five_minutes()
    {
        using var key = RSA.Create(2048);
        var clock = new FakeTimeProvider(TargetHost.Start);

        var parts = new SignedAssertion("client", "https://audience.example", "key-1", key, clock).Sign().Split('.');

        using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("""{"alg":"RS256","typ":"JWT","kid":"key-1"}""", head.RootElement.GetRawText());
        Assert.Equal(
            ["iss", "sub", "aud", "iat", "exp", "jti"], claims.RootElement.EnumerateObject().Select(claim => claim.Name));
        Assert.Equal("client", claims.RootElement.GetProperty("iss").GetString());
        Assert.Equal("client", claims.RootElement.GetProperty("sub").GetString());
        Assert.Equal("https://audience.example", claims.RootElement.GetProperty("aud").GetString());
        Assert.Equal(TargetHost.Start.ToUnixTimeSeconds(), claims.RootElement.GetProperty("iat").GetInt64());
        Assert.Equal(TargetHost.Start.ToUnixTimeSeconds() + 300, claims.RootElement.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task Many_calls_at_once_ask_for_one_token()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        var students = Enumerable.Range(0, 6).Select(number => school.Enrol($"S{number}")).ToList();
        school.Stub.Faults.Next(StubFault.Slow, applies: request => request.Path.EndsWith("/token", StringComparison.Ordinal));

        var deliveries = students
            .Select(student => school.Connector.DeliverAsync(TargetHost.Result(id: student.ExternalId))).ToList();
        await school.Stub.Faults.WaitUntilHeldAsync(1, TestContext.Current.CancellationToken);
        school.Stub.Faults.ReleaseSlow();

        Assert.All(await Task.WhenAll(deliveries), outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(1, school.Stub.Tokens.Issued);

        school.Stub.Tokens.ExpireAll();
        Assert.All(
            await Task.WhenAll(students.Select(
                student => school.Connector.DeliverAsync(TargetHost.Result(id: student.ExternalId, percent: 70)))),
            outcome => Assert.Equal(DeliveryOutcome.Delivered, outcome));
        Assert.Equal(2, school.Stub.Tokens.Issued);
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once_and_the_call_is_sent_once_more()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");
        await Deliver(school);
        var before = school.Stub.Requests.Count;
        school.Stub.Tokens.ExpireAll();

        await Deliver(school);

        Assert.Equal(
            [("PATCH", 401), ("POST", 200), ("PATCH", 200)],
            school.Stub.Requests.Skip(before).Select(request => (request.Method, request.Status!.Value)));
    }

    [Fact]
    public async Task A_renewed_token_that_is_refused_too_lets_the_destination_rest()
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");
        await Deliver(school);
        var before = school.Stub.Requests.Count;
        school.Stub.Faults.Next(StubFault.ExpiredToken, count: 2, applies: request => request.Method == "PATCH");

        Assert.Equal(s_unauthorized, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(
            [("PATCH", 401), ("POST", 200), ("PATCH", 401)],
            school.Stub.Requests.Skip(before).Select(request => (request.Method, request.Status!.Value)));
    }

    [Theory]
    [InlineData("ClientSecret", "canary-wrong")]
    [InlineData("ClientId", "canary-wrong")]
    public async Task A_client_that_is_not_known_lets_the_destination_rest(string key, string value)
    {
        await using var school = await BlackboardSchool.OpenAsync((key, value));

        Assert.Equal(s_unauthorized, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Single(school.Stub.Requests);
    }

    [Theory]
    [InlineData(StubFault.ServerError, "token_500")]
    [InlineData(StubFault.BadGatewayPage, "token_502")]
    [InlineData(StubFault.ResetAfter, "token_unreachable")]
    [InlineData(StubFault.HalfAnswer, "token_unreachable")]
    public async Task A_token_that_does_not_come_lets_the_destination_rest_and_nothing_was_sent(StubFault fault, string reason)
    {
        await using var school = await BlackboardSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Faults.Next(fault);

        var outcome = await school.Connector.SendAsync(TargetHost.Result(id: "S123"));

        Assert.Equal(DeliveryOutcome.Pause(reason, TimeSpan.FromMinutes(1)), outcome);
        await Deliver(school);
    }

    private static async Task Deliver(BlackboardSchool school) =>
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));

    [Fact]
    public async Task Those_who_waited_for_a_token_that_did_not_come_do_not_ask_once_more_each()
    {
        var (asked, answer) = (0, new TaskCompletionSource<IssuedToken>(TaskCreationOptions.RunContinuationsAsynchronously));
        var credential = new RenewedCredential(
            (_, _) =>
            {
                asked++;
                return answer.Task;
            },
            TimeProvider.System);

        var waiting = Enumerable.Range(0, 6).Select(_ => AskAsync()).ToList();
        answer.SetException(new CredentialException(DeliveryOutcome.Pause("token_500", TimeSpan.FromMinutes(1))));

        foreach (var one in waiting)
            Assert.Equal("token_500", (await Assert.ThrowsAsync<CredentialException>(() => one)).Outcome.Reason);
        Assert.Equal(1, asked);

        await Assert.ThrowsAsync<CredentialException>(AskAsync); // One that comes later does ask.
        Assert.Equal(2, asked);

        async Task AskAsync() => await credential.GetAsync(TestContext.Current.CancellationToken);
    }
}
