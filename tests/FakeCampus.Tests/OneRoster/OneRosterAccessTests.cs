using FakeCampus.OneRoster;
using FakeCampus.Serving;

namespace FakeCampus.Tests.OneRoster;

public sealed class OneRosterAccessTests : OneRosterTest
{
    [Fact]
    public async Task A_scope_opens_its_routes_only()
    {
        await SignIn(OneRosterScopes.RosterCoreRead);
        var users = await Users("identifier='S77'");
        var refused = await Put(LineItemPath, LineItem());
        await SignIn(OneRosterScopes.AssessmentPut);
        var put = await Put(LineItemPath, LineItem());
        var read = await Client.GetAsync(LineItemPath, Stop);

        Assert.Equal([200, 403, 201, 403], new[] { users, refused, put, read }.Select(a => (int)a.StatusCode));
        Assert.Equal("forbidden", await Minor(refused));
    }

    [Fact]
    public async Task A_token_has_an_end()
    {
        Clock.Advance(TimeSpan.FromHours(2));

        var answer = await Put(LineItemPath, LineItem());

        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Equal("unauthorisedrequest", await Minor(answer));
        Assert.Empty(Campus.LineItems);
    }

    [Fact]
    public async Task A_token_is_not_given_for_a_wrong_secret_or_scope()
    {
        Campus.GrantedScopes = [OneRosterScopes.AssessmentPut];

        var wrongSecret = await Token("wrong", OneRosterScopes.AssessmentPut);
        var secret = Stub.Tokens.ClientSecret;
        var wrongScope = await Token(secret, OneRosterScopes.AssessmentPut, OneRosterScopes.RosterRead);
        var noScope = await Token(secret);
        var granted = await Token(secret, OneRosterScopes.AssessmentPut);

        var answers = new[] { wrongSecret, wrongScope, noScope, granted };
        Assert.Equal([401, 400, 400, 200], answers.Select(answer => (int)answer.StatusCode));
        Assert.Equal(OneRosterScopes.AssessmentPut, (await Read(granted))["scope"]!.GetValue<string>());
    }

    [Theory]
    [InlineData(30)]
    [InlineData(null)]
    public async Task A_busy_server_says_so_and_counts_who_comes_back_too_early(int? seconds)
    {
        Stub.RetryAfter = seconds is { } wait ? TimeSpan.FromSeconds(wait) : null;
        Stub.Faults.Next(StubFault.Throttled);

        var busy = await Put(LineItemPath, LineItem());
        await SignIn(OneRosterScopes.AssessmentPut);
        var early = await Put(LineItemPath, LineItem());
        Clock.Advance(TimeSpan.FromSeconds(30));
        await Put(LineItemPath, LineItem());

        Assert.Equal((429, 201), ((int)busy.StatusCode, (int)early.StatusCode));
        Assert.Equal("server_busy", await Minor(busy));
        Assert.Equal(seconds, (int?)busy.Headers.RetryAfter?.Delta?.TotalSeconds);
        Assert.Equal(seconds is null ? 0 : 1, Stub.Violations[Violations.SentWhileThrottled]);
        Assert.Equal(2, Assert.Single(Campus.LineItems).Writes);
    }

    [Theory]
    [InlineData("identifier='S77'", "u1")]
    [InlineData("identifier='s78'", "u2")]
    [InlineData("email='quill.o''inkwell@students.fakecampus.test'", "u1")]
    [InlineData("identifier='S7'", null)]
    [InlineData("identifier=''", null)]
    public async Task A_user_is_found_by_number_or_address(string filter, string? sourcedId)
    {
        var answer = await Users(filter);

        var users = (await Read(answer))["users"]!.AsArray();
        Assert.Equal(sourcedId is null ? [] : [sourcedId], users.Select(user => $"{user!["sourcedId"]}"));
        Assert.Equal([$"{users.Count}"], answer.Headers.GetValues("X-Total-Count"));
    }

    [Theory]
    [InlineData("email='quill.o'inkwell@students.fakecampus.test'", "invalid_filter_field")]
    [InlineData("identifier=S77", "invalid_filter_field")]
    [InlineData("familyName='Rook'", "invalid_filter_field")]
    [InlineData("identifier='S77' OR identifier='S78'", "invalid_filter_field")]
    [InlineData("identifier='S77'", "invalid_selection_field", "&fields=sourcedId,shoeSize")]
    [InlineData("identifier='S77'", "invalid_selection_field", "&fields=sourcedId,email")]
    [InlineData("identifier='S77'", "invalid_selection_field", "&limit=0")]
    public async Task A_question_that_is_not_supported_is_refused(string filter, string minor, string more = "")
    {
        var answer = await Users(filter, more);

        Assert.Equal(400, (int)answer.StatusCode);
        Assert.Equal(minor, await Minor(answer));
    }

    [Fact]
    public async Task A_number_may_stand_in_the_place_that_is_preferred_and_is_not_found_in_the_legacy_one()
    {
        Campus.AddUser(new OneRosterUser("u3", "", null, "Linnet", "Vane", UserIds: [new OneRosterUserId("SIS", "S79")]));

        Assert.Empty((await Read(await Users("identifier='S79'")))["users"]!.AsArray());
        var user = Assert.Single((await Read(await Users("userIds.identifier='S79'")))["users"]!.AsArray())!;
        Assert.Equal("u3", $"{user["sourcedId"]}");
        Assert.Null(user["identifier"]);
        Assert.Equal("S79", $"{user["userIds"]![0]!["identifier"]}");
    }

    [Fact]
    public async Task A_definition_read_to_the_letter_wants_both_scopes_of_the_roster()
    {
        Campus.NeedsBothRosterScopes = true;
        await SignIn(OneRosterScopes.RosterCoreRead);
        var one = await Users("identifier='S77'");
        await SignIn(OneRosterScopes.RosterCoreRead, OneRosterScopes.RosterRead);

        Assert.Equal((403, 200), ((int)one.StatusCode, (int)(await Users("identifier='S77'")).StatusCode));
    }

    [Fact]
    public async Task Users_come_in_pages_with_the_members_asked_for()
    {
        for (var i = 0; i < 101; i++)
            Campus.AddUser(new OneRosterUser($"more{i}", $"M{i}", null, "More", "People"));

        var first = await Client.GetAsync(UsersPath, Stop);
        var last = await Client.GetAsync($"{UsersPath}?offset=100&fields=sourcedId&fields=email", Stop);

        Assert.Equal(100, (await Read(first))["users"]!.AsArray().Count);
        Assert.Equal("103", last.Headers.GetValues("X-Total-Count").Single());
        var users = (await Read(last))["users"]!.AsArray();
        Assert.Equal(3, users.Count);
        Assert.All(users, user => Assert.Equal("sourcedId", Assert.Single(user!.AsObject()).Key));
    }
}
