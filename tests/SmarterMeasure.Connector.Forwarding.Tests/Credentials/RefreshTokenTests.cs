using FakeCampus.Serving;
using SmarterMeasure.Connector.Forwarding.Tests.Brightspace;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Credentials;

/// <summary>A person's refresh token, which Brightspace replaces with each use.</summary>
public sealed class RefreshTokenTests
{
    private static readonly DeliveryOutcome s_beingRenewed = DeliveryOutcome.Pause("token_being_renewed", TimeSpan.FromSeconds(1));

    [Fact]
    public async Task The_request_is_the_one_on_file()
    {
        await using var school = await OpenAsync();

        await DeliverAsync(school.Connector);

        RequestsOnFile.AreThese([school.Stub.Requests[0]], "brightspace-refresh");
    }

    [Fact]
    public async Task Each_use_stores_the_token_for_the_next()
    {
        await using var school = await OpenAsync();
        var stored = new List<string>();

        for (var use = 1; use <= 3; use++)
        {
            await DeliverAsync(school.Connector);
            stored.Add(Assert.Single(school.Connector.Store.Secrets).Value);
            school.Stub.Tokens.ExpireAll();
        }

        Assert.Equal(3, stored.Distinct().Count());
        Assert.Equal(3, school.Stub.Tokens.Issued);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task The_next_token_is_stored_before_anything_else_is_called()
    {
        await using var school = await OpenAsync();
        int? storedAtFirstCall = null;
        school.Stub.Faults.Next(StubFault.ServerError, applies: request =>
        {
            if (request.Path != "/core/connect/token")
                storedAtFirstCall ??= school.Connector.Store.Secrets.Count;
            return false;
        });

        await DeliverAsync(school.Connector);

        Assert.Equal(1, storedAtFirstCall);
    }

    [Fact]
    public async Task A_token_that_could_not_be_stored_is_kept_until_it_can_be()
    {
        await using var school = await OpenAsync();
        school.Connector.Store.FailsNextReplace = true;

        Assert.Equal(
            DeliveryOutcome.Retry("brightspace_lookup_unreachable"), await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        await DeliverAsync(school.Connector);

        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task What_is_stored_counts_after_a_restart()
    {
        await using var school = await OpenAsync();
        await DeliverAsync(school.Connector);

        using var restarted = Connect(school);
        await DeliverAsync(restarted);
        Assert.Equal(1, school.Stub.Tokens.Issued);

        school.Stub.Tokens.ExpireAll();
        await DeliverAsync(restarted);
        Assert.Equal(2, school.Stub.Tokens.Issued);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task A_token_that_an_operator_configures_anew_counts_at_once()
    {
        await using var school = await OpenAsync();
        await DeliverAsync(school.Connector);

        using var other = Connect(school, ("RefreshToken", school.Stub.Tokens.GrantRefreshToken()));
        await DeliverAsync(other);

        Assert.Equal(2, school.Connector.Store.Secrets.Count);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task A_process_that_comes_second_waits_for_what_the_first_one_gets()
    {
        await using var school = await OpenAsync();
        using var other = Connect(school);
        school.Stub.Faults.Next(StubFault.Slow, applies: request => request.Path == "/core/connect/token");
        var first = DeliverAsync(other);
        await school.Stub.Faults.WaitUntilHeldAsync(1, TestContext.Current.CancellationToken);

        Assert.Equal(s_beingRenewed, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        school.Stub.Faults.ReleaseSlow();
        await first;
        await DeliverAsync(school.Connector);

        Assert.Equal(1, school.Stub.Tokens.Issued);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task Of_two_processes_that_begin_at_the_same_instant_one_spends_the_token()
    {
        await using var school = await OpenAsync();
        using var other = Connect(school);
        school.Connector.Store.AfterNextRead = () => DeliverAsync(other);

        Assert.Equal(s_beingRenewed, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        await DeliverAsync(school.Connector);

        Assert.Equal(1, school.Stub.Tokens.Issued);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task Many_calls_at_once_spend_one_token()
    {
        await using var school = await OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => DeliverAsync(school.Connector)));

        Assert.Equal(1, school.Stub.Tokens.Issued);
        Assert.Equal(0, school.Stub.Violations.Total);
    }

    [Fact]
    public async Task A_token_that_is_no_longer_good_lets_the_destination_rest()
    {
        await using var school = await OpenAsync(("RefreshToken", "canary-unknown"));

        Assert.Equal(
            DeliveryOutcome.Pause("unauthorized: token_400: error=invalid_grant", TimeSpan.FromMinutes(5)),
            await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    private static async Task<BrightspaceSchool> OpenAsync(params IEnumerable<(string Key, string? Value)> settings)
    {
        var granted = "";
        var school = await BrightspaceSchool.OpenAsync(
            (clock, violations) =>
            {
                var tokens = new TokenIssuer(clock, violations) { RotatesRefreshTokens = true };
                granted = tokens.GrantRefreshToken();
                return tokens;
            },
            stub =>
            [
                ("PrivateKey", null), ("KeyId", null), ("ClientSecret", stub.Tokens.ClientSecret), ("RefreshToken", granted),
                ("TextObjects:LifeFactors", null), .. settings,
            ]);
        school.Enrol("S123");
        return school;
    }

    private static TargetHost Connect(BrightspaceSchool school, params IEnumerable<(string Key, string? Value)> settings) =>
        school.Connect(school.Connector.Store, settings);

    private static async Task DeliverAsync(TargetHost connector) =>
        Assert.Equal(DeliveryOutcome.Delivered, await connector.DeliverAsync(TargetHost.Result(id: "S123")));
}
