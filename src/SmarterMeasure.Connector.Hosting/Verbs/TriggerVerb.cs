using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Hosting.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;
using SmarterMeasure.Connector.Hosting.Selection;
using SmarterMeasure.Connector.Hosting.Triggering;

namespace SmarterMeasure.Connector.Hosting.Verbs;

/// <summary><c>trigger</c>: plays the vendor.</summary>
internal sealed class TriggerVerb
{
    private const int Most = 1_000_000;
    private const string InHeader = "header";
    private const string InQuery = "query";

    private readonly Argument<string> _event = new("EVENT")
    {
        Description = "The event's name, such as assessment.section-complete.",
    };

    private readonly Option<bool> _xml = new("--xml") { Description = "Send XML instead of JSON." };
    private readonly Option<string> _keyIn = new("--key-in")
    {
        Description = $"Where the key goes: {InHeader} (the default) or {InQuery}.",
        HelpName = $"{InHeader}|{InQuery}",
    };

    private readonly Option<int> _count = Number("--count", "How many different events, each of a student of its own; 1 by default.", 1);
    private readonly Option<int> _duplicates = Number("--duplicates", "How often each is sent again; 0 by default.", 0);
    private readonly Option<bool> _shuffle = new("--shuffle") { Description = "Send them in a random order." };
    private readonly Option<string?> _url = RowSelection.Text(
        "--url", "The webhook; by default this program's own, at the address that it is configured to listen at.", "URL");

    private readonly Option<string?> _userId = RowSelection.Text("--user-id", "Let all be of this registration.", "ID");

    private TriggerVerb()
    {
        _keyIn.AcceptOnlyFromAmong(InHeader, InQuery);
        _event.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var name }] && string.IsNullOrWhiteSpace(name))
                result.AddError("EVENT must not be blank.");
        });
        _url.Validators.Add(static result =>
        {
            if (UrlOf(result) is null)
                result.AddError("--url must be an http or https URL.");
        });
    }

    public static Verb Of(VerbHost host)
    {
        var self = new TriggerVerb();
        return new Verb(
            "trigger",
            "Send invented events to a running connector, in the vendor's shape and with the first valid key of the configuration.",
            "trigger assessment.section-complete",
            "trigger assessment.completed --xml --key-in query --user-id 8152142",
            "trigger assessment.section-complete --count 1000 --duplicates 3 --shuffle --url https://school.example/webhooks/smartermeasure")
        {
            self._event,
            self._xml,
            self._keyIn,
            self._count,
            self._duplicates,
            self._shuffle,
            self._url,
            self._userId,
        }.Does(host, self.RunAsync);
    }

    private async Task<int> RunAsync(VerbRun run, CancellationToken cancel)
    {
        var (services, parsed, time) = (run.Services, run.Parsed, run.Services.GetRequiredService<TimeProvider>());
        var configured = parsed.GetResult(_url) is { } given
            ? UrlOf(given)
            : OwnAddress.Of(services.GetRequiredService<IConfiguration>());
        if (configured is not { } url)
            return await FailAsync("The configuration does not say at which port this program listens: give --url.");

        var now = time.GetUtcNow();
        var key = services.GetRequiredService<SettingsSource>().Current.VerificationKeys
            .FirstOrDefault(key => (key.NotBefore is null || now >= key.NotBefore) && (key.NotAfter is null || now < key.NotAfter));
        if (key is null)
            return await FailAsync("No configured verification key is valid now.");

        var bodies = Bodies(parsed, now);
        using var progress = new Progress(run.Terminal, time, "requests", bodies.Length);
        using var sending = new TriggerRun(url, key.Key, parsed.GetValue(_keyIn) == InQuery);
        var contentType = parsed.GetValue(_xml) ? "application/xml" : "application/json";
        var answers = await sending.SendAsync(bodies, contentType, progress, cancel);
        progress.Dispose();

        var report = new TriggerReport(
            parsed.GetRequiredValue(_event).ToLowerInvariant(), WithoutSecrets(url), parsed.GetValue(_count), bodies.Length, answers);
        await run.Output.WriteLineAsync(
            run.Json ? JsonSerializer.Serialize(report, VerbJson.Default.TriggerReport) : report.ToString());
        return answers.Keys.All(status => status == TriggerReport.Success) ? ExitCodes.Ok : ExitCodes.Fault;

        async Task<int> FailAsync(string fault)
        {
            await run.Terminal.Error.WriteLineAsync(fault);
            return ExitCodes.Fault;
        }
    }

    private byte[][] Bodies(ParseResult parsed, DateTimeOffset now)
    {
        var (name, userId, isXml) = (parsed.GetRequiredValue(_event), parsed.GetValue(_userId), parsed.GetValue(_xml));
        var once = Enumerable.Range(0, parsed.GetValue(_count))
            .Select(_ => SyntheticEvent.Invent(name, userId, now))
            .Select(invented => isXml ? XmlBody.Write(invented) : JsonBody.Write(invented))
            .ToArray();
        byte[][] all = [.. Enumerable.Repeat(once, parsed.GetValue(_duplicates) + 1).SelectMany(bodies => bodies)];
        if (parsed.GetValue(_shuffle))
            Random.Shared.Shuffle(all);
        return all;
    }

    private static Option<int> Number(string name, string description, int least)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => least };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && (!int.TryParse(text, out var number) || number < least || number > Most))
                result.AddError($"{name} must be {least} to {Most}.");
        });
        return option;
    }

    private static Uri? UrlOf(OptionResult result) =>
        result.Tokens is [{ Value: var text }]
        && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)
            ? url
            : null;

    // A URL that was given may hold a password or a key.
    private static Uri WithoutSecrets(Uri url) => new(url.GetComponents(
        UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped));
}
