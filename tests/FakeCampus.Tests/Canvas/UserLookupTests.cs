using System.Net;
using FakeCampus.Canvas;

namespace FakeCampus.Tests.Canvas;

public sealed class UserLookupTests : CanvasTest
{
    protected override CanvasCampus MakeCampus() => new() { Clock = Clock, AllowsSlashInIds = true };

    [Theory]
    [InlineData("sis_user_id:S%2F1%2E%C3%A9")]
    [InlineData("sis_user_id%3AS%2F1.%C3%A9")]
    [InlineData("sis_login_id:QUILL.I")]
    [InlineData("sis_integration_id:INT-1")]
    [InlineData("hex:sis_user_id:532f312ec3a9")]
    public async Task A_user_is_found_by_each_kind_of_address(string address)
    {
        var response = await Client.GetAsync($"api/v1/users/{address}/profile", Stop);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var profile = await Read(response);
        Assert.Equal(Student.Id, profile["id"]!.GetValue<long>());
        Assert.Equal("Inkwell, Quill", profile["sortable_name"]!.GetValue<string>());
        Assert.Equal("S/1.é", profile["sis_user_id"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("sis_user_id:S%252F1.%25C3%25A9")]
    [InlineData("sis_user_id:s%2F1.%C3%A9")]
    [InlineData("sis_user_id:")]
    [InlineData("hex:sis_user_id:532f312ec3a")]
    [InlineData("hex:sis_user_id:532f312ec3ag")]
    [InlineData("hex:532f312ec3a9")]
    [InlineData("sis_login_id:quill+i")]
    [InlineData("S%2F1.%C3%A9")]
    [InlineData("999999")]
    public async Task An_address_that_is_not_exact_finds_nobody(string address)
    {
        var response = await Client.GetAsync($"api/v1/users/{address}/profile", Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = await Read(response);
        Assert.Equal("not_found", error["errors"]![0]!["error_code"]!.GetValue<string>());
        Assert.NotNull(error["errors"]![0]!["message"]);
        Assert.True(error["error_report_id"]!.GetValue<long>() > 0);
    }

    [Fact]
    public async Task An_id_that_ends_like_a_format_is_reached_in_hexadecimal_digits_only()
    {
        Stub.Campus.AddUser("Jason", "jason@students.fakecampus.test", sisUserId: "S7.json");

        Assert.Equal(HttpStatusCode.NotFound, (await Client.GetAsync("api/v1/users/sis_user_id:S7.json/profile", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Client.GetAsync("api/v1/users/hex:sis_user_id:53372e6a736f6e/profile", Stop)).StatusCode);
    }

    [Fact]
    public async Task A_search_shorter_than_allowed_is_refused()
    {
        var response = await Client.GetAsync("api/v1/accounts/self/users?search_term=qu", Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_search_is_a_substring_search_so_that_one_address_can_hit_several()
    {
        Stub.Campus.AddUser("Another Person", "other.quill@students.fakecampus.test");

        var users = await Read(await Client.GetAsync(
            "api/v1/accounts/self/users?search_term=quill%40students.fakecampus.test&include%5B%5D=email", Stop));

        Assert.Equal(2, users.AsArray().Count);
        Assert.Contains(users.AsArray(), user => user!["email"]!.GetValue<string>() == Student.Email);
    }

    [Fact]
    public async Task Pages_are_walked_by_the_link_header_only()
    {
        for (var i = 0; i < 24; i++)
            Stub.Campus.AddUser($"Listed Person {i}", $"listed{i}@students.fakecampus.test");

        var ids = new List<long>();
        var sizes = new List<int>();
        var next = new Uri(Stub.BaseUrl, "api/v1/accounts/self/users?search_term=listed");
        while (next is not null)
        {
            var response = await Client.GetAsync(next, Stop);
            var page = (await Read(response)).AsArray();
            ids.AddRange(page.Select(user => user!["id"]!.GetValue<long>()));
            sizes.Add(page.Count);
            next = Next(response);
        }

        Assert.Equal([10, 10, 4], sizes);
        Assert.Equal(24, ids.Distinct().Count());
    }

    [Fact]
    public async Task A_page_number_of_the_client_s_own_making_is_refused_and_the_last_page_is_not_announced()
    {
        var first = await Client.GetAsync("api/v1/accounts/self/users?search_term=quill", Stop);
        var second = await Client.GetAsync("api/v1/accounts/self/users?search_term=quill&page=2", Stop);

        Assert.DoesNotContain("rel=\"last\"", first.Headers.GetValues("Link").Single(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
    }

    [Fact]
    public async Task Links_can_lead_to_a_foreign_origin()
    {
        Stub.Campus.LinkOrigin = new Uri("http://elsewhere.fakecampus.test/");
        for (var i = 0; i < 11; i++)
            Stub.Campus.AddUser($"Listed Person {i}", $"listed{i}@students.fakecampus.test");

        var response = await Client.GetAsync("api/v1/accounts/self/users?search_term=listed", Stop);

        Assert.Equal("elsewhere.fakecampus.test", Next(response)!.Host);
    }

    private static Uri? Next(HttpResponseMessage response) => response.Headers.GetValues("Link").Single()
        .Split(',')
        .Where(link => link.EndsWith("rel=\"next\"", StringComparison.Ordinal))
        .Select(link => new Uri(link[1..link.IndexOf('>', StringComparison.Ordinal)]))
        .SingleOrDefault();
}
