using FakeCampus;
using FakeCampus.Canvas;
using FakeCampus.Vendor;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using SmarterMeasure.Connector;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;

namespace Demo;

/// <summary>A Canvas stub and the QuickStart's connector, each on a free loopback port, and a store of their own.</summary>
internal sealed class School : IAsyncDisposable
{
    private const string Key = "3c5b0e2f9a7146d8b1f04c6e8d2a9753";
    private const string Token = "demo-canvas-token";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("smartermeasure-demo-");
    private readonly CanvasStub _canvas;
    private readonly WebApplication _connector;

    private School(IReadOnlyList<AssessmentScript> scripts, DemoCampus campus, CanvasStub canvas)
    {
        (Scripts, Campus, _canvas) = (scripts, campus, canvas);
        _connector = Build();
    }

    public IReadOnlyList<AssessmentScript> Scripts { get; }

    public DemoCampus Campus { get; }

    public CanvasViolations Violations => _canvas.Violations;

    public IInboxOperations Inbox => _connector.Services.GetRequiredService<IInboxOperations>();

    public ILedgerOperations Ledger => _connector.Services.GetRequiredService<ILedgerOperations>();

    public static async Task<School> OpenAsync(CancellationToken cancel)
    {
        var students = StudentRoster.Invent(25, seed: 7, withoutInternalId: 4);
        var scripts = students.Select((student, number) => AssessmentScript.For(student, seed: 100 + number)).ToList();
        var campus = new DemoCampus(students, Token);

        // One student's address belongs to two accounts, so nobody can say whose the result is.
        var ambiguous = students.Last(student => student.InternalId.Length == 0);
        campus.Course.Enrol(campus.Canvas.AddUser("Twin Account", ambiguous.Email, loginId: "fc-twin", sisUserId: null));

        var school = new School(scripts, campus, await CanvasStub.StartAsync(campus.Canvas, cancel));
        await school._connector.StartAsync(cancel);
        return school;
    }

    /// <summary>Sends everything: half of the students with the key in the header, half with it in the URL.</summary>
    public async Task<IReadOnlyList<VendorReport>> ReceiveFromVendorAsync(CancellationToken cancel)
    {
        var address = _connector.Services.GetRequiredService<IServer>().Features
            .GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        var options = new VendorOptions
        {
            Webhook = new Uri($"{address}/webhooks/smartermeasure"),
            VerificationKey = Key,
            FormatOf = name => name.Contains("section", StringComparison.Ordinal) ? BodyFormat.Json : BodyFormat.Xml,
            Copies = 3,
            ShuffleSeed = 42,
            BadEvents = Enum.GetValues<BadEvent>(),
            Concurrency = 8,
        };
        using var byHeader = new VendorSimulator(options);
        using var byUrl = new VendorSimulator(options with
        {
            KeyPlacement = KeyPlacement.LowerCaseQuery,
            FormatOf = name => name.Contains("section", StringComparison.Ordinal) ? BodyFormat.Xml : BodyFormat.Json,
            ContentTypeOf = _ => ContentTypeQuirk.PlainText,
        });
        var half = Scripts.Count / 2;
        return await Task.WhenAll(
            byHeader.SendAsync([.. Scripts.Take(half)], cancel), byUrl.SendAsync([.. Scripts.Skip(half)], cancel));
    }

    /// <summary>Waits until every event is through and no delivery is on its way.</summary>
    public async Task UntilSettledAsync(CancellationToken cancel)
    {
        while (await HasOpenEventsAsync(cancel) || await HasOpenDeliveriesAsync(cancel))
            await Task.Delay(TimeSpan.FromMilliseconds(50), cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _connector.DisposeAsync();
        await _canvas.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private WebApplication Build()
    {
        // The program of samples/QuickStart, with settings from here and nothing on the console.
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(Settings());
        builder.AddSmarterMeasure()
               .AddGeneratedHandlers()
               .UseSqliteInbox()
               .AddCanvas();
        var app = builder.Build();
        app.MapSmarterMeasure();
        return app;
    }

    private Dictionary<string, string?> Settings()
    {
        var settings = new Dictionary<string, string?>
        {
            ["Urls"] = "http://127.0.0.1:0",
            ["SmarterMeasure:VerificationKeys:0:Key"] = Key,
            ["SmarterMeasure:Inbox:ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "school.db")}",
            ["SmarterMeasure:Destinations:canvas:Type"] = "Canvas",
            ["SmarterMeasure:Destinations:canvas:BaseUrl"] = _canvas.BaseUrl.ToString(),
            ["SmarterMeasure:Destinations:canvas:Token"] = Token,
            ["SmarterMeasure:Destinations:canvas:Course"] = $"sis_course_id:{Campus.Course.SisCourseId}",
        };
        foreach (var (section, assignment) in Campus.Assignments)
            settings[$"SmarterMeasure:Destinations:canvas:Assignments:{section}"] = $"{assignment.Id}";
        return settings;
    }

    private ValueTask<bool> HasOpenEventsAsync(CancellationToken cancel) => Inbox.ListAsync(EventFilter.All, cancel).AnyAsync(
        one => one.State is EventState.Received or EventState.Handling or EventState.Retrying, cancel);

    private ValueTask<bool> HasOpenDeliveriesAsync(CancellationToken cancel) => Ledger.ListAsync(DeliveryFilter.All, cancel).AnyAsync(
        one => one.State is DeliveryState.Pending or DeliveryState.Sending or DeliveryState.Retrying, cancel);
}
