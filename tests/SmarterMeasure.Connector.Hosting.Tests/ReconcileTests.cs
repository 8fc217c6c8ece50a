using FakeCampus.Serving;
using FakeCampus.Vendor;
using FakeCampus.VendorApi;
using Microsoft.Extensions.Time.Testing;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Tests.Support;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting.Tests;

public sealed class ReconcileTests : IAsyncLifetime
{
    private const string Secret = "canary-api-secret-31c0";
    private const string Since = "2026-08-01";

    private static readonly AssessmentScript[] Scripts =
        [.. StudentRoster.Invent(5, seed: 3).Select(student => AssessmentScript.For(student, seed: 3))];

    private readonly VendorApiStub _api = new(VendorApiCampus.FromScripts(Scripts), "access", Secret);
    private readonly ServingConnector _connector = new();

    private static int Results => Scripts.Length * 8; // Seven sections and the completion.

    public async ValueTask InitializeAsync()
    {
        await _api.StartAsync(TestContext.Current.CancellationToken);
        _connector.Settings["SmarterMeasure:Api:BaseUrl"] = new Uri(_api.BaseUrl, "v3").ToString();
        _connector.Settings["SmarterMeasure:Api:AccessKey"] = "access";
        _connector.Settings["SmarterMeasure:Api:Secret"] = Secret;
        _connector.Settings["SmarterMeasure:Api:PageSize"] = "2";
    }

    public async ValueTask DisposeAsync()
    {
        Assert.DoesNotContain(Secret, _connector.Printed, StringComparison.Ordinal);
        foreach (var student in Scripts.Select(script => script.Student))
        {
            Assert.DoesNotContain(student.Email, _connector.Printed, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(student.AssessmentPin, _connector.Printed, StringComparison.Ordinal);
        }

        await _connector.DisposeAsync();
        await _api.DisposeAsync();
    }

    [Fact]
    public async Task What_is_missing_goes_the_way_of_webhooks_beside_a_serving_process()
    {
        await _connector.ServeAsync();

        var report = await _connector.JsonAsync("reconcile", "--since", Since);

        Assert.Equal($$"""{"users":5,"results":{{Results}},"recovered":{{Results}}}""", report.ToJsonString());
        var events = await _connector.UntilEventsAsync(all => all.Count == Results && all.TrueForAll(row => row.State == EventState.Handled));
        Assert.All(events, row => Assert.StartsWith("reconciled-", row.CallbackId, StringComparison.Ordinal));

        var again = await _connector.RunAsync("reconcile", "--since", Since);
        Assert.Equal((0, $"5 users with {Results} results: 0 results recovered."), (again.ExitCode, again.Output.Trim()));
    }

    [Fact]
    public async Task Without_a_server_it_waits_in_the_inbox_for_one()
    {
        await _connector.JsonAsync("reconcile", "--since", Since);
        Assert.Equal(Results, (await _connector.JsonAsync("events", "list", "--state", "received")).AsArray().Count);

        await _connector.ServeAsync();

        await _connector.UntilEventsAsync(all => all.Count == Results && all.TrueForAll(row => row.State == EventState.Handled));
    }

    [Fact]
    public async Task A_dry_run_lists_what_is_missing_and_changes_nothing()
    {
        await _connector.ServeAsync();

        var missing = (await _connector.JsonAsync("reconcile", "--since", Since, "--dry-run")).AsArray();

        Assert.Equal(Results, missing.Count);
        var first = Scripts[0].Events.First(one => one.Section == "LifeFactors" && one.Outcome is not null);
        var row = missing.Single(one => (string?)one!["userId"] == first.Student.UserId && (string?)one["section"] == "lifefactors")!;
        Assert.Equal("assessment.section-complete", (string?)row["event"]);
        Assert.Equal(first.Outcome!.DateScored, (DateTimeOffset)row["completedAt"]!);
        Assert.Contains("lifefactors", (await _connector.RunAsync("reconcile", "--since", Since, "--dry-run")).Output, StringComparison.Ordinal);
        Assert.Empty((await _connector.JsonAsync("events", "list")).AsArray());

        await _connector.JsonAsync("reconcile", "--since", Since);
        Assert.Empty((await _connector.JsonAsync("reconcile", "--since", Since, "--dry-run")).AsArray());
        Assert.Equal("None.", (await _connector.RunAsync("reconcile", "--since", Since, "--dry-run")).Output.Trim());
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_sent_of_what_is_missing()
    {
        _connector.School.Foresee = delivery => DeliveryOutcome.Delivered with { Request = $"PUT /{delivery.Result.Student.UserId}" };
        await _connector.ServeAsync();

        var missing = (await _connector.JsonAsync("reconcile", "--since", Since, "--dry-run")).AsArray();
        var text = (await _connector.RunAsync("reconcile", "--since", Since, "--dry-run")).Output;

        var section = missing.First(row => (string?)row!["event"] == SmarterMeasureEvents.SectionComplete)!;
        Assert.Equal("handled", (string?)section["attempt"]);
        var delivery = Assert.Single(section["deliveries"]!.AsArray())!;
        Assert.Equal(
            ("lms", "queued", $"PUT /{section["userId"]}", null),
            ((string?)delivery["destination"], (string?)delivery["outcome"], (string?)delivery["requests"], (string?)delivery["difference"]));
        Assert.Contains(text.Split('\n'), line => line.Trim() == $"PUT /{section["userId"]}");
        Assert.Contains(text.Split('\n'), line => line.Trim() == "nothing would be sent"); // Of the completions.
        Assert.Empty(_connector.School.Handled);
        Assert.Empty((await _connector.JsonAsync("deliveries", "list")).AsArray());
    }

    [Fact]
    public void Progress_tells_how_many_users_of_how_many_and_is_wiped_at_the_end()
    {
        var time = new FakeTimeProvider();
        using var error = new StringWriter();
        using (var progress = new Progress(new Terminal(TextWriter.Null, error, TextReader.Null, ShowsProgress: true), time, "users"))
        {
            progress.Advance(50, 120);
            Assert.Empty(error.ToString());
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Advance(50, 120);
            Assert.Equal("\r100 of 120 users", error.ToString());
        }

        Assert.Equal("\r100 of 120 users\r                \r", error.ToString());
    }

    [Fact]
    public async Task A_refusal_is_one_line_that_says_what_to_mend()
    {
        _connector.Settings["SmarterMeasure:Api:Secret"] = "wrong";

        var run = await _connector.RunAsync("reconcile", "--since", Since);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("AUTHENTICATIONFAILED", run.Error, StringComparison.Ordinal);
        Assert.Contains("the access key or the secret is wrong", run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Without_an_API_it_says_so()
    {
        foreach (var key in _connector.Settings.Keys.ToList())
            _connector.Settings.Remove(key);

        var run = await _connector.RunAsync("reconcile", "--since", Since);

        Assert.Equal((1, "SmarterMeasure:Api is not configured: give its AccessKey and Secret."), (run.ExitCode, run.Error.Trim()));
        Assert.Equal(2, (await _connector.RunAsync("reconcile")).ExitCode);
        Assert.Equal(2, (await _connector.RunAsync("reconcile", "--since", "yesterday")).ExitCode);
    }

    [Fact]
    public async Task A_run_that_was_broken_off_goes_on_where_it_was()
    {
        _api.Faults.Next(StubFault.ServerError, 4, request => request.Query.Contains("StartRecord=3&", StringComparison.Ordinal));

        var broken = await _connector.RunAsync("reconcile", "--since", Since);
        Assert.Equal(1, broken.ExitCode);
        Assert.Contains("api_unavailable", broken.Error, StringComparison.Ordinal);
        var rest = await _connector.JsonAsync("reconcile", "--since", Since);

        Assert.Equal(3, (int)rest["users"]!);
        Assert.Equal(Results, (await _connector.JsonAsync("events", "list")).AsArray().Count);
    }
}
