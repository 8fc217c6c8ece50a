using System.Globalization;
using FakeCampus.Moodle;
using FakeCampus.Serving;

namespace FakeCampus.Tests.Moodle;

public sealed class MoodleProtocolTests : MoodleTest
{
    [Theory]
    [InlineData(true, @"core\exception\moodle_exception")]
    [InlineData(false, "moodle_exception")]
    public async Task An_exception_has_status_200_and_a_class_by_version(bool namesNamespaces, string type)
    {
        Stub.NamesNamespaces = namesNamespaces;
        var token = Stub.Token;
        Stub.Token = "another";

        var answer = await Read(await Form(
            Rest, ("wstoken", token), ("wsfunction", "core_user_update_users"), ("moodlewsrestformat", "json")));

        Assert.Equal(("invalidtoken", type), (Code(answer), (string?)answer!["exception"]));
    }

    [Fact]
    public async Task The_token_belongs_into_the_body_and_first()
    {
        await Form($"{Rest}?wstoken={Stub.Token}", ("wsfunction", "x"), ("moodlewsrestformat", "json"));
        await Form(Rest, ("a", "1"), ("wstoken", Stub.Token), ("wsfunction", "x"), ("moodlewsrestformat", "json"));
        await Call("core_user_get_users_by_field", ("field", "id"), ("values[0]", "5"));

        Assert.Equal(1, Stub.Violations[MoodleStub.TokenInUrl]);
        Assert.Equal(1, Stub.Violations[MoodleStub.TokenNotFirst]);
        Assert.Equal(2, Stub.Violations.Total);
        Assert.All(Stub.Requests, request =>
        {
            Assert.DoesNotContain(Stub.Token, request.Target, StringComparison.Ordinal);
            Assert.DoesNotContain(Stub.Token, request.Text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Php_drops_the_tail_of_too_many_fields()
    {
        var many = Enumerable.Range(0, 1_000).Select(i => ($"values[{i}]", i.ToString(CultureInfo.InvariantCulture)));

        var late = await Form(
            Rest, [.. many, ("wstoken", Stub.Token), ("wsfunction", "x"), ("moodlewsrestformat", "json")]);
        var early = await Call("core_user_get_users_by_field", [("field", "id"), .. many]);

        Assert.Contains("invalidtoken", await late.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Single(early!.AsArray());
    }

    [Fact]
    public async Task A_json_body_is_not_read_and_without_a_format_the_answer_is_xml()
    {
        var response = await Send("POST", Rest, $$"""{"wstoken":"{{Stub.Token}}","moodlewsrestformat":"json"}""");

        Assert.Equal("application/xml", response.Content.Headers.ContentType!.MediaType);
        Assert.Contains(
            "<ERRORCODE>invalidtoken</ERRORCODE>", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Maintenance_missing_rights_and_scripted_failures_have_their_codes()
    {
        Stub.FailNext("dmlwriteexception");
        var scripted = await Update("63");
        Stub.IsInMaintenance = true;
        var maintenance = await Update("63");
        Stub.IsInMaintenance = false;
        Stub.Functions = new HashSet<string>();
        var access = await Update("63");

        Assert.Equal(
            ["dmlwriteexception", "sitemaintenance", "accessexception"],
            new[] { scripted, maintenance, access }.Select(Code));
        Assert.Empty(Assign.Grades);
    }

    [Fact]
    public async Task Maintenance_by_command_line_is_a_page_and_a_protocol_turned_off_is_silent()
    {
        Stub.Faults.Next(StubFault.Unavailable);

        var page = await Form(Rest, ("wstoken", Stub.Token));
        Stub.ServesRest = false;
        var off = await Form(Rest, ("wstoken", Stub.Token));

        Assert.Equal((503, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType!.MediaType));
        Assert.Equal((403, ""), ((int)off.StatusCode, await off.Content.ReadAsStringAsync(Stop)));
    }

    [Fact]
    public async Task An_expired_token_is_an_exception_too()
    {
        Stub.Faults.Next(StubFault.ExpiredToken);

        Assert.Equal("invalidtoken", Code(await Update("63")));
        Assert.Equal(0, (int)(await Update("63"))!);
    }
}
