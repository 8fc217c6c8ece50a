using System.Diagnostics;
using System.Text.Json.Nodes;
using FakeCampus.Vendor;
using FakeCampus.VendorApi;

namespace FakeCampus.Tests.VendorApi;

public sealed class VendorSearchTests : VendorApiTest
{
    [Theory]
    [InlineData("v3/users")]
    [InlineData("v3/results")]
    [InlineData("v3/results/new")]
    public async Task Every_page_size_shows_every_row_once(string path)
    {
        LogInAfterAll();
        foreach (var size in (int[])[1, 3, 7, 24, 25, 49, 50, 51, 1000])
        {
            List<string> seen = [];
            for (var first = 1; first <= Scripts.Count; first += size)
            {
                var page = await Json(path == "v3/users"
                    ? $"{path}?limit={size}&offset={first}"
                    : $"{path}?StartRecord={first}&EndRecord={first + size - 1}");
                Assert.Equal($"{Scripts.Count}", (string)page["Total"]!);
                Assert.Equal($"{first}", (string)page["Start"]!);
                Assert.Equal(Ids(page).Length == 1, page["User"] is JsonObject);
                Assert.Equal(first + size > Scripts.Count, (string)page["NextPageUri"]! == "");
                seen.AddRange(Ids(page));
                Assert.Equal($"{seen.Count}", (string)page["End"]!);
            }

            Assert.Equal(Scripts.Select(script => script.Student.UserId), seen);
        }
    }

    [Fact]
    public async Task Addresses_of_pages_are_told_in_the_vendors_way()
    {
        LogInAfterAll();
        var id = Scripts[0].Student.UserId;

        var users = await Json("v3/users?limit=20&offset=21");
        var one = await Json($"v3/results/new?UserID={id}");

        Assert.Equal("/v3/users?PageSize=20&PAGE=1", (string)users["PreviousPageUri"]!);
        Assert.Equal("/v3/users?PageSize=20&PAGE=3", (string)users["NextPageUri"]!);
        Assert.Equal(("3", "2", "20", "21", "40"), (Of("NumPages"), Of("Page"), Of("PageSize"), Of("Start"), Of("End")));
        Assert.Equal($"/v3/results/new?UserId={id}&PAGE=1", (string)one["LastPageUri"]!);
        Assert.IsType<JsonObject>(one["User"]);

        string Of(string name) => (string)users[name]!;
    }

    [Fact]
    public async Task Nobody_found_has_three_shapes()
    {
        LogInAfterAll();
        List<string> inTurn = [];
        for (var i = 0; i < 3; i++)
            inTurn.Add((await Json("v3/results?UserID=1"))["User"]?.ToJsonString() ?? "absent");

        Stub.NoUser = NoUserShape.EmptyText;
        var text = await Json("v3/users?UserID=1");
        Stub.NoUser = NoUserShape.Absent;
        var absent = await Json("v3/results/new?UserID=1");

        Assert.Equal(["\"\"", "[]", "absent"], inTurn.Order(StringComparer.Ordinal));
        Assert.Equal(("0", ""), ((string)text["Total"]!, (string)text["User"]!));
        Assert.False(absent.AsObject().ContainsKey("User"));
    }

    [Fact]
    public async Task Dates_bound_inclusively()
    {
        LogInAfterAll();
        foreach (var script in Scripts.Take(12))
        {
            var (created, updated) = (Text(script.Events[0].DateCreated), Text(script.Events[^1].DateUpdated));
            var id = script.Student.UserId;
            Assert.Contains(id, Ids(await Json($"v3/results/new?UpdateStartDate={updated}&UpdateEndDate={updated}")));
            Assert.Contains(id, Ids(await Json($"v3/results?StartDate={created}&EndDate={created}")));
            Assert.Equal(
                script.Events[^1].Event == EventNames.Completed,
                Ids(await Json($"v3/results/new?CompletionStartDate={updated}&CompletionEndDate={updated}")).Contains(id));
            Assert.DoesNotContain(id, Ids(await Json($"v3/results/new?UpdateStartDate={Text(script.Events[^1].DateUpdated.AddSeconds(1))}")));
            Assert.DoesNotContain(id, Ids(await Json($"v3/results/new?UpdateEndDate={Text(script.Events[^1].DateUpdated.AddSeconds(-1))}")));
        }
    }

    [Fact]
    public async Task Updates_are_found_while_the_clock_is_in_the_midst_of_them()
    {
        LogIn();
        var now = Clock.GetUtcNow();
        var from = now.AddDays(-2);
        var expected = Scripts
            .Where(script => script.Events.Skip(1).LastOrDefault(e => e.DateUpdated <= now) is { } last && last.DateUpdated >= from)
            .Select(script => script.Student.UserId).ToArray();

        var found = Ids(await Json($"v3/results/new?UpdateStartDate={Text(from)}"));

        Assert.NotEmpty(expected);
        Assert.Equal(expected, found);
    }

    [Fact]
    public async Task Filters_narrow_the_rows()
    {
        LogInAfterAll();
        var (student, other) = (Scripts[0].Student, Scripts[1].Student);
        var done = Scripts.Where(script => script.Events[^1].Event == EventNames.Completed).Select(script => script.Student.UserId).ToArray();
        var group = Rows(await Json("v3/users"))[0];

        Assert.Equal(done, Ids(await Json("v3/results/new?CompleteOnly=true")));
        Assert.Equal(Scripts.Count - done.Length, Ids(await Json("v3/results/new?IncompleteOnly=true")).Length);
        Assert.Equal([student.UserId, other.UserId], Ids(await Json($"v3/results?UserID={student.UserId},{other.UserId}")));
        Assert.Equal([student.UserId], Ids(await Json($"v3/results?EmailAddress={student.Email}")));
        Assert.Equal([student.UserId], Ids(await Json($"v3/users?Email={student.Email}")));
        Assert.Equal([student.UserId], Ids(await Json($"v3/users?InternalID={student.InternalId}")));
        Assert.Equal([student.UserId], Ids(await Json($"v3/users?AccessCode={student.AssessmentPin}")));
        Assert.Equal(
            Scripts.Count(script => script.Student.LastName == student.LastName),
            Ids(await Json($"v3/results/new?LastName={student.LastName}")).Length);
        Assert.All(
            Rows(await Json($"v3/users?AssessmentKey={group["AssessmentKey"]}")),
            row => Assert.Equal((string)group["AssessmentKey"]!, (string)row["AssessmentKey"]!));
        Assert.InRange(Ids(await Json($"v3/users?AdministrativeGroupKey={group["AdministrativeGroupKey"]}")).Length, 1, 49);
    }

    [Theory]
    [InlineData("v3/users?limit=1001")]
    [InlineData("v3/users?limit=0")]
    [InlineData("v3/users?offset=0")]
    [InlineData("v3/users?PAGE=2")]
    [InlineData("v3/results?StartRecord=10&EndRecord=9")]
    [InlineData("v3/results?CompleteOnly=true")]
    [InlineData("v3/results?ExtendedData=Typing")]
    [InlineData("v3/results/new?ExtendedData=LifeFactors")]
    [InlineData("v3/results/new?UpdateStartDate=2026-09-01")]
    [InlineData("v3/results/new?UpdateStartDate=2026-09-01T00:00:00.000Z")]
    [InlineData("v3/results/new?UserID=1&UserID=2")]
    [InlineData("v3/results/new?userid=1")]
    [InlineData("v3/users/abc")]
    public async Task What_is_not_documented_is_refused(string target)
    {
        LogInAfterAll();

        var response = await Get(target);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("InvalidInput", (string)(await Read(response))!["RestException"]!["Code"]!);
    }

    [Fact]
    public async Task A_hundred_thousand_are_paged_and_searched()
    {
        var students = StudentRoster.Invent(100_000, seed: 5);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await using var stub = new VendorApiStub(VendorApiCampus.Generate(students, 5), AccessKey, Secret, Clock);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / students.Count;
        TestContext.Current.TestOutputHelper!.WriteLine($"{bytes} bytes per registration beside its student");
        await stub.StartAsync(Stop);
        LogInAfterAll();
        var watch = Stopwatch.StartNew();
        await Json($"{stub.BaseUrl}v3/results/new");
        TestContext.Current.TestOutputHelper!.WriteLine($"first page {watch.Elapsed.TotalMilliseconds:0.0} ms");
        List<string> seen = [];
        List<double> times = [];
        for (var first = 95_001; first <= 100_000; first += 50)
        {
            watch.Restart();
            var page = await Json($"{stub.BaseUrl}v3/results/new?StartRecord={first}&EndRecord={first + 49}");
            times.Add(watch.Elapsed.TotalMilliseconds);
            Assert.Equal("100000", (string)page["Total"]!);
            seen.AddRange(Ids(page));
        }

        times.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine($"later pages, median {times[times.Count / 2]:0.0} ms");
        var last = AssessmentScript.For(students[^1], 5);
        var window = await Json($"{stub.BaseUrl}v3/results/new?UpdateStartDate={Text(last.Events[^1].DateUpdated)}&UpdateEndDate={Text(last.Events[^1].DateUpdated)}");

        Assert.Equal(students.TakeLast(5_000).Select(student => student.UserId), seen);
        Assert.Contains(students[^1].UserId, Ids(window));
        Assert.All(Rows(window), row => Assert.Equal(Text(last.Events[^1].DateUpdated), (string)row["DateTimeLastUpdated"]!));
    }
}
