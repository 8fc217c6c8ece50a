using FakeCampus.Moodle;
using FakeCampus.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding.Tests.Canvas;
using SmarterMeasure.Connector.Forwarding.Tests.Rest;

namespace SmarterMeasure.Connector.Forwarding.Tests.Moodle;

/// <summary>What Moodle says with status 200.</summary>
public sealed class MoodleAnswerTests
{
    private static readonly DeliveryOutcome s_unauthorized = DeliveryOutcome.Pause("unauthorized", TimeSpan.FromMinutes(5));

    public static TheoryData<string, string, bool> Codes
    {
        get
        {
            var codes = new TheoryData<string, string, bool>();
            foreach (var isNamespaced in (bool[])[true, false])
            {
                foreach (var code in (string[])["sitemaintenance", "upgraderunning", "dbconnectionfailed"])
                    codes.Add(code, "rest", isNamespaced);
                foreach (var code in (string[])["dmlwriteexception", "dmlreadexception", "sessionwaiterr", "invalidresponse"])
                    codes.Add(code, "retry", isNamespaced);
                foreach (var code in (string[])
                    [
                        "usernotconfirmed", "passwordisexpired", "wsaccessusersuspended", "wsaccessuserexpired", "wsaccessusernologin",
                        "invalidtoken", "sitepolicynotagreed", "forcepasswordchangenotice", "usernotfullysetup",
                    ])
                    codes.Add(code, "unauthorized", isNamespaced);
                foreach (var code in (string[])["accessexception", "nopermissions", "requireloginerror"])
                    codes.Add(code, "refused", isNamespaced);
                foreach (var code in (string[])
                    ["invalidparameter", "invalidrecord", "invalidcoursemodule", "errorcoursecontextnotvalid", "other/thing"])
                    codes.Add(code, "dead", isNamespaced);
            }

            return codes;
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task An_exception_means_what_its_code_says(string code, string meaning, bool isNamespaced)
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        school.Stub.NamesNamespaces = isNamespaced;
        school.Stub.FailNext(code);

        var outcome = await school.Connector.DeliverAsync(TargetHost.Result(), mappedTo: $"{student.Id}");

        Assert.Equal(
            meaning switch
            {
                "rest" => DeliveryOutcome.Pause($"moodle: {code}", TimeSpan.FromMinutes(1)),
                "retry" => DeliveryOutcome.Retry($"moodle: {code}"),
                "refused" => DeliveryOutcome.Blocked($"refused: moodle: {code}", TimeSpan.FromMinutes(5)),
                "unauthorized" => DeliveryOutcome.Pause($"unauthorized: {code}", s_unauthorized.After!.Value),
                _ => DeliveryOutcome.Dead($"moodle: {code}"),
            },
            outcome);
        Assert.Empty(student.ProfileFields);
    }

    [Fact]
    public async Task A_site_that_switched_REST_off_is_waited_for()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        var off = DeliveryOutcome.Pause("moodle_rest_disabled", TimeSpan.FromMinutes(5));
        school.Stub.ServesRest = false;

        Assert.Equal(off, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
        Assert.Equal(off, await school.Connector.DeliverAsync(TargetHost.Result(), mappedTo: $"{student.Id}"));

        school.Stub.ServesRest = true;
        Assert.Equal(DeliveryOutcome.Delivered, await school.Connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Fact]
    public async Task What_looks_like_no_code_is_not_repeated()
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.FailNext("canary@school.example");

        Assert.Equal(DeliveryOutcome.Dead("moodle"), await school.Connector.DeliverAsync(TargetHost.Result(), mappedTo: "5"));
    }

    [Fact]
    public async Task An_exception_without_a_code_is_tried_again()
    {
        await using var school = await MoodleSchool.OpenAsync();
        var student = school.Enrol("S123");
        school.Stub.WritesErrorCodes = false;
        school.Stub.FailNext("invalidrecord");

        var outcome = await school.Connector.SendAsync(TargetHost.Result(), mappedTo: $"{student.Id}");

        Assert.Equal(DeliveryOutcome.Retry("moodle") with { IsAmbiguous = true }, outcome with { Request = null });
        Assert.Empty(student.ProfileFields);
    }

    [Theory]
    [InlineData("LifeFactors", """{"exception":"TypeError","message":"x"}""", "moodle")]
    [InlineData("LifeFactors", """{"exception":"TypeError","errorcode":"","message":"x"}""", "moodle")]
    [InlineData("LifeFactors", """{"exception":null,"errorcode":7}""", "moodle")]
    [InlineData("LifeFactors", """{"exception":"dml","errorcode":""", "moodle_unreadable")]
    [InlineData("LifeFactors", """{"warnings":[]}<br />Notice""", "moodle_unreadable")]
    [InlineData("LifeFactors", """{"warnings":[{"warningcode":"x"}]}<br />Notice""", "moodle_unreadable")]
    [InlineData("LifeFactors", """{"warnings":"none"}""", "moodle_unreadable")]
    [InlineData("LifeFactors", "{}", "moodle_unreadable")]
    [InlineData("LifeFactors", "[", "moodle_unreadable")]
    [InlineData("LifeFactors", "[]", "moodle_unreadable")]
    [InlineData("LifeFactors", "1", "moodle_unreadable")]
    [InlineData("Math", "nul", "moodle_unreadable")]
    [InlineData("Math", "null<br />Notice", "moodle_unreadable")]
    [InlineData("Math", "[]", "moodle_unreadable")]
    [InlineData("Math", """{"exception":"TypeError","message":"x"}""", "moodle")]
    public async Task What_does_not_say_that_it_was_done_is_not_taken_for_delivered(string section, string body, string reason)
    {
        await using var server = await AnsweringAsync("application/json", body);
        using var connector = MoodleSchool.Connect(server.BaseUrl, new FakeTimeProvider(), ("Confirm", "never"));

        var outcome = await connector.SendAsync(TargetHost.Result(section), mappedTo: "5");

        Assert.Equal(DeliveryOutcome.Retry(reason) with { IsAmbiguous = true }, outcome with { Request = null });
    }

    [Theory]
    [InlineData("""{"warnings":[{"item":"user","itemid":5,"warningcode":7}]}""", "7")]
    [InlineData("""{"warnings":[{"item":"user","warningcode":null}]}""", "unknown")]
    [InlineData("""{"warnings":[{}]}""", "unknown")]
    [InlineData("""{"warnings":["canary@school.example"]}""", "unknown")]
    public async Task A_warning_counts_in_every_shape(string body, string code)
    {
        await using var server = await AnsweringAsync("application/json", body);
        using var connector = MoodleSchool.Connect(server.BaseUrl, new FakeTimeProvider(), ("Confirm", "never"));

        Assert.Equal(
            DeliveryOutcome.Dead($"moodle_warning: {code}"), await connector.DeliverAsync(TargetHost.Result(), mappedTo: "5"));
    }

    [Theory]
    [InlineData("LifeFactors", "null")]
    [InlineData("LifeFactors", """ {"warnings":[]} """)]
    [InlineData("Math", "null")]
    public async Task What_says_that_it_was_done_is_delivered(string section, string body)
    {
        await using var server = await AnsweringAsync("application/json", body);
        using var connector = MoodleSchool.Connect(server.BaseUrl, new FakeTimeProvider(), ("Confirm", "never"));

        Assert.Equal(
            DeliveryOutcome.Delivered, await connector.DeliverAsync(TargetHost.Result(section), mappedTo: "5"));
    }

    [Theory]
    [InlineData(MoodleUserKind.Deleted, "usernotupdateddeleted")]
    [InlineData(MoodleUserKind.Remote, "usernotupdatedremote")]
    [InlineData(MoodleUserKind.Guest, "usernotupdatedguest")]
    [InlineData(MoodleUserKind.Administrator, "usernotupdatedadmin")]
    public async Task A_user_who_cannot_be_changed_is_final(MoodleUserKind kind, string code)
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123").Kind = kind;

        Assert.Equal(
            DeliveryOutcome.Dead($"moodle_warning: {code}"),
            await school.Connector.DeliverAsync(TargetHost.Result(), mappedTo: "5"));
    }

    [Theory]
    [InlineData("text/html", "<html>Please sign in</html>")]
    [InlineData("application/json", "<html>Please sign in</html>")]
    [InlineData("application/json", "")]
    [InlineData("application/json", " ")]
    public async Task A_page_is_not_taken_for_delivered(string contentType, string body)
    {
        await using var server = await AnsweringAsync(contentType, body);
        using var connector = MoodleSchool.Connect(server.BaseUrl, new FakeTimeProvider(), ("Confirm", "never"));

        Assert.Equal(
            DeliveryOutcome.Retry("moodle_unreadable"), await connector.DeliverAsync(TargetHost.Result(), mappedTo: "5"));
        Assert.Equal(
            DeliveryOutcome.Retry("moodle_lookup_unreadable"), await connector.DeliverAsync(TargetHost.Result(id: "S123")));
    }

    [Theory]
    [InlineData(StubFault.Unavailable, "moodle_503")]
    [InlineData(StubFault.BadGatewayPage, "moodle_502")]
    [InlineData(StubFault.ResetAfter, "moodle_unreachable")]
    [InlineData(StubFault.HalfAnswer, "moodle_unreachable")]
    public async Task A_failure_before_Moodle_is_tried_again(StubFault fault, string reason)
    {
        await using var school = await MoodleSchool.OpenAsync();
        school.Enrol("S123");
        school.Stub.Faults.Next(fault);

        var outcome = await school.Connector.SendAsync(TargetHost.Result(), mappedTo: "5");

        Assert.Equal(DeliveryOutcome.Retry(reason), outcome with { Request = null, IsAmbiguous = false });
        Assert.True(outcome.IsAmbiguous);
    }

    // One that answers a write so; what is read before a grade is answered as Moodle does.
    private static Task<WrongServer> AnsweringAsync(string contentType, string body) => WrongServer.StartAsync(async context =>
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var read = form["wsfunction"].ToString() switch
        {
            "mod_assign_get_assignments" =>
                """{"courses":[{"id":2,"assignments":[{"id":21,"cmid":321,"course":2,"name":"Math","grade":100}]}],"warnings":[]}""",
            "mod_assign_get_participant" => """{"id":5}""",
            _ => null,
        };
        context.Response.ContentType = read is null ? contentType : "application/json";
        await context.Response.WriteAsync(read ?? body, context.RequestAborted);
    });
}
