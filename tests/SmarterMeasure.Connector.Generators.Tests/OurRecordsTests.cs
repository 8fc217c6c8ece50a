using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Generators.Tests;

public sealed class OurRecordsTests(OurRecordsTests.Connector connector) : IClassFixture<OurRecordsTests.Connector>
{
    private const string Id = "0c5fd27b1ea94db6a1f03a9d7be46c21";

    private static readonly DateTimeOffset Created = new(2026, 3, 2, 14, 5, 6, TimeSpan.Zero);
    private static readonly DateTimeOffset Updated = new(2026, 3, 2, 14, 9, 10, TimeSpan.Zero);

    private static readonly CallbackUser Ada = new()
    {
        UserId = "7319054",
        FirstName = "Ada",
        LastName = "Quill",
        Email = "ada@example.edu",
        DateCreated = Created,
    };

    private static readonly RestApiUris WithResults =
        new() { Version = "3", User = "/users/7319054", UserResults = "/users/7319054/results" };

    private static readonly RestApiUris WithReport =
        new() { Version = "3", User = "/users/7319054", ReportLink = "/users/7319054/reportlink" };

    [Theory]
    [MemberData(nameof(VendorBodies.Formats), MemberType = typeof(VendorBodies))]
    public async Task Created_is_read_whole(string format) => Assert.Equal(
        new AssessmentCreated
        {
            CallbackId = Id,
            CallbackEvent = SmarterMeasureEvents.Created,
            User = Ada with { AssessmentPin = "p1N-tEsT" },
            RestApiUris = WithResults,
        },
        await Read<AssessmentCreated>(SmarterMeasureEvents.Created, format));

    [Theory]
    [MemberData(nameof(VendorBodies.Formats), MemberType = typeof(VendorBodies))]
    public async Task Section_start_is_read_whole(string format) => Assert.Equal(
        new SectionStart
        {
            CallbackId = Id,
            CallbackEvent = SmarterMeasureEvents.SectionStart,
            User = Ada with
            {
                InternalId = "S-100",
                CompletionPercentage = 28,
                DateUpdated = Updated,
                Metadata = format == "json"
                    ? new RawFragment(PayloadFormat.Json, """{ "campus": "North" }""")
                    : new RawFragment(PayloadFormat.Xml, "<campus>North</campus>"),
            },
            Section = new StartedSection { Code = SectionCodes.StudentServicesInterest },
            RestApiUris = WithReport,
        },
        await Read<SectionStart>(SmarterMeasureEvents.SectionStart, format));

    [Theory]
    [MemberData(nameof(VendorBodies.Formats), MemberType = typeof(VendorBodies))]
    public async Task Section_complete_is_read_whole(string format)
    {
        var e = await Read<SectionComplete>(SmarterMeasureEvents.SectionComplete, format);

        var results = e.Section.Results!;
        Assert.Equal(
            [
                new Score { Type = ScoreTypes.Possible, Units = "points", Value = 40 },
                new Score { Type = ScoreTypes.Earned, Units = "points", Value = 31 },
                new Score { Type = ScoreTypes.CalculatedPercentage, Units = "percentage", Value = 77.5m },
            ],
            results.Scores);
        Assert.Equal(["place", "reason"], results.Subscales.Select(subscale => subscale.Code));
        Assert.Equal(
            [
                new Score { Type = ScoreTypes.Possible, Units = "points", Value = 20 },
                new Score { Type = ScoreTypes.Earned, Units = "points", Value = 14 },
            ],
            results.Subscales[0].Scores);
        Assert.Equal([new Score { Type = ScoreTypes.Earned, Units = "points", Value = 17 }], results.Subscales[1].Scores);
        Assert.Equal(
            new SectionComplete
            {
                CallbackId = Id,
                CallbackEvent = SmarterMeasureEvents.SectionComplete,
                User = Ada with { CompletionPercentage = 42, DateUpdated = Updated },
                Section = new CompletedSection
                {
                    Code = SectionCodes.LifeFactors,
                    Completed = true,
                    DateScored = new DateTimeOffset(2026, 3, 2, 14, 10, 0, TimeSpan.Zero),
                    Results = new SectionResults
                    {
                        Readiness = "question",
                        Scores = results.Scores,
                        Subscales = results.Subscales,
                    },
                },
                RestApiUris = WithReport,
            },
            e);
    }

    [Theory]
    [MemberData(nameof(VendorBodies.Formats), MemberType = typeof(VendorBodies))]
    public async Task Completed_is_read_whole(string format) => Assert.Equal(
        new AssessmentCompleted
        {
            CallbackId = Id,
            CallbackEvent = SmarterMeasureEvents.Completed,
            User = AtTheEnd,
            RestApiUris = WithResults,
        },
        await Read<AssessmentCompleted>(SmarterMeasureEvents.Completed, format));

    [Theory]
    [MemberData(nameof(VendorBodies.Formats), MemberType = typeof(VendorBodies))]
    public async Task Stopped_is_read_whole(string format) => Assert.Equal(
        new AssessmentStopped
        {
            CallbackId = Id,
            CallbackEvent = SmarterMeasureEvents.Stopped,
            User = AtTheEnd,
            RestApiUris = WithResults,
        },
        await Read<AssessmentStopped>(SmarterMeasureEvents.Stopped, format));

    [Fact]
    public async Task The_event_may_be_named_as_the_vendors_prose_names_it()
    {
        var body = VendorBodies.Of(SmarterMeasureEvents.Created, "json").Replace("callback_event", "event", StringComparison.Ordinal);
        var e = await connector.Compiled.ReadAsync<AssessmentCreated>(SmarterMeasureEvents.Created, body);
        Assert.Equal(SmarterMeasureEvents.Created, e.CallbackEvent);
    }

    [Theory]
    [InlineData("""{"id":"other","callback_id":"own","callback_event":"e","user":{"user_id":"1"}}""")]
    [InlineData("""{"callback_id":"own","id":{"an":"object"},"callback_event":"e","user":{"user_id":"1"}}""")]
    public async Task A_members_own_name_wins_over_its_alias(string body) => Assert.Equal(
        "own", (await connector.Compiled.ReadAsync<AssessmentCreated>(SmarterMeasureEvents.Created, body)).CallbackId);

    [Theory]
    [InlineData("""{"callback_id":"a","callback_event":"e","user":{"user_id":1},"section":{"code":"Math","results":{"scores":{"type":"earned","value":3.33},"subscales":""}}}""")]
    [InlineData("""<callback id="a" event="e"><user user_id="1"/><section code="Math"><results><score type="earned" value="3.33"/></results></section></callback>""")]
    public async Task Quirks_of_lists_and_numbers_are_tolerated(string body)
    {
        var e = await connector.Compiled.ReadAsync<SectionComplete>(SmarterMeasureEvents.SectionComplete, body);
        Assert.Equal("1", e.User.UserId);
        Assert.Equal([new Score { Type = "earned", Value = 3.33m }], e.Section.Results!.Scores);
        Assert.Empty(e.Section.Results.Subscales);
        Assert.Null(e.RestApiUris);
    }

    private static CallbackUser AtTheEnd => Ada with
    {
        AssessmentPin = "p1N-tEsT",
        CompletionPercentage = 98.5m,
        InternalId = "S-100",
        DateUpdated = Updated,
    };

    private Task<T> Read<T>(string eventName, string format) =>
        connector.Compiled.ReadAsync<T>(eventName, VendorBodies.Of(eventName, format));

    public sealed class Connector : IDisposable
    {
        internal CompiledConnector Compiled { get; } = CompiledConnector.Compile("""
            public sealed class Handlers(List<object> seen)
            {
                [SmarterMeasureEvent(SmarterMeasureEvents.Created)]
                public void On(AssessmentCreated e) => seen.Add(e);

                [SmarterMeasureEvent(SmarterMeasureEvents.SectionStart)]
                public void On(SectionStart e) => seen.Add(e);

                [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
                public void On(SectionComplete e) => seen.Add(e);

                [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
                public void On(AssessmentCompleted e) => seen.Add(e);

                [SmarterMeasureEvent(SmarterMeasureEvents.Stopped)]
                public void On(AssessmentStopped e) => seen.Add(e);
            }
            """);

        public void Dispose() => Compiled.Dispose();
    }
}
