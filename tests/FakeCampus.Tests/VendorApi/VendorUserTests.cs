using System.Text;
using FakeCampus.VendorApi;

namespace FakeCampus.Tests.VendorApi;

public sealed class VendorUserTests : VendorApiTest
{
    private const string NewUser = """
        {"GroupKey":88121,"FirstName":"Nova","LastName":"Paperling","Email":"nova@students.fakecampus.test","InternalID":"FC-N","Gender":"F","Custom":{"custom_canvas_user_id":"515"}}
        """;

    private string First => Scripts[0].Student.UserId;

    [Fact]
    public async Task A_created_user_is_found_in_its_group_with_its_custom_data()
    {
        LogInAfterAll();

        var created = await Send("POST", "v3/users", NewUser);
        var id = (string)(await Read(created))!["UserId"]!;
        var detail = await Json($"v3/users/{id}");
        var listed = Rows(await Json("v3/users?InternalID=FC-N")).Single();
        var expanded = Rows(await Json($"v3/results/new?UserID={id}")).Single();

        Assert.Equal(201, (int)created.StatusCode);
        Assert.Equal("515", (string)detail["CustomData"]![0]!["Response"]!);
        Assert.False(detail.AsObject().ContainsKey("AssessmentKey"));
        Assert.Equal("fc-seminar-pm", (string)listed["AssessmentKey"]!);
        Assert.False(listed.AsObject().ContainsKey("CustomData"));
        Assert.Equal(Text(AfterAll), (string)listed["DateTimeStarted"]!);
        Assert.Equal("88121", (string)expanded["Assessment"]!["TestTakerGroupID"]!);
        Assert.Equal("51", (string)(await Json("v3/results"))["Total"]!);
    }

    [Theory]
    [InlineData("\"GroupKey\":88121,")]
    [InlineData("\"FirstName\":\"Nova\",")]
    [InlineData("\"Email\":\"nova@students.fakecampus.test\",")]
    public async Task A_user_is_not_created_without_a_required_member(string missing)
    {
        LogInAfterAll();

        var response = await Send("POST", "v3/users", NewUser.Replace(missing, "", StringComparison.Ordinal));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(50, Stub.Campus.Count);
    }

    [Fact]
    public async Task A_changed_user_is_told_so_from_then_on()
    {
        LogInAfterAll();
        var before = await Json("v3/results?InternalID=CHANGED");

        var changed = await Send("PUT", $"v3/users/{First}", """{"InternalID":"CHANGED"}""");
        var after = await Json("v3/results?InternalID=CHANGED");
        var wrong = await Send("PUT", $"v3/users/{First}", """{"Gender":"X"}""");

        Assert.Equal("0", (string)before["Total"]!);
        Assert.Equal("CHANGED", (string)(await Read(changed))!["InternalId"]!);
        Assert.Equal([First], Ids(after));
        Assert.Equal(400, (int)wrong.StatusCode);
    }

    [Fact]
    public async Task Custom_data_is_the_campus_s_to_set()
    {
        LogInAfterAll();
        Stub.Campus.SetCustomData(First, new CustomAnswer("77", "custom_canvas_user_id", "901"), new("78", "other", null));

        var answers = (await Json($"v3/users/{First}"))["CustomData"]!.AsArray();

        Assert.Equal("901", (string)answers[0]!["Response"]!);
        Assert.Empty(answers[1]!["Response"]!.AsArray());
    }

    [Fact]
    public async Task Links_and_report_are_made_within_their_limits()
    {
        LogInAfterAll();

        var two = await Json($"v3/users/{First}/reportlink");
        var longest = await Json($"v3/users/{First}/reportlink?ttl=129600");
        var longer = await Get($"v3/users/{First}/reportlink?ttl=129601");
        var report = await Get($"v3/users/{First}/report?Format=pdf");
        var signOn = await Read(await Send("POST", $"v3/users/{First}/signon?RedirectToSection=Reading", "{}"));
        var read = await Get($"v3/users/{First}/signon");

        Assert.Equal(Text(AfterAll.AddMinutes(2)), (string)two["ExpiresAt"]!);
        Assert.NotEqual((string)two["EntryLink"]!, (string)longest["EntryLink"]!);
        Assert.Equal(Text(AfterAll.AddDays(90)), (string)longest["ExpiresAt"]!);
        Assert.Equal(400, (int)longer.StatusCode);
        Assert.Equal("application/pdf", report.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("%PDF", Encoding.ASCII.GetString(await report.Content.ReadAsByteArrayAsync(Stop)), StringComparison.Ordinal);
        Assert.False(Guid.TryParse((string)signOn!["RequestId"]!, out _));
        Assert.EndsWith((string)signOn["RequestId"]!, (string)signOn["RedirectUrl"]!, StringComparison.Ordinal);
        Assert.Equal(405, (int)read.StatusCode);
    }
}
