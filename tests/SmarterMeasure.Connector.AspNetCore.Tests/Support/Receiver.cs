using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.AspNetCore.Tests.Support;

/// <summary>A whole application with the webhook on a real socket.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    public const string Path = "/webhooks/smartermeasure";
    public const string Key = "5f0c2d9be7714a6fa1c3d2e4b5968778";
    public const string Header = "X-SmarterMeasure-Verification-Key";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;
    private readonly MeterListener _meters = new();
    private readonly ConcurrentQueue<string> _outcomes = new();
    private readonly string _folder;

    private Receiver(WebApplication app, CapturedLogs logs, string folder)
    {
        (_app, Logs, _folder) = (app, logs, folder);
        var factory = app.Services.GetRequiredService<IMeterFactory>();
        _meters.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory) && instrument.Meter.Name == "SmarterMeasure.Connector")
                listener.EnableMeasurementEvents(instrument);
        };
        _meters.SetMeasurementEventCallback<long>((_, _, tags, _) => _outcomes.Enqueue((string)tags[0].Value!));
        _meters.Start();
    }

    public CapturedLogs Logs { get; }

    /// <summary>The outcomes counted so far.</summary>
    public IReadOnlyList<string> Outcomes => [.. _outcomes];

    public HttpClient Http { get; private set; } = new();

    /// <summary>For the port that speaks HTTP/2 from the first byte.</summary>
    public HttpClient Http2 { get; private set; } = new();

    /// <summary>Starts an application.</summary>
    /// <param name="settings">Settings beside the key.</param>
    /// <param name="faults">What stands before the SQLite file, if anything.</param>
    /// <param name="services">Changes to the application.</param>
    /// <param name="pipeline">Middleware before the webhook.</param>
    public static async Task<Receiver> StartAsync(
        Dictionary<string, string?>? settings = null,
        FaultyInbox? faults = null,
        Action<WebApplicationBuilder>? services = null,
        Action<WebApplication>? pipeline = null)
    {
        var (builder, logs) = (WebApplication.CreateSlimBuilder(), new CapturedLogs());
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseConnectionLogging());
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
        });
        builder.Logging.ClearProviders().AddProvider(logs).SetMinimumLevel(LogLevel.Trace);
        builder.Configuration["SmarterMeasure:VerificationKeys:0:Key"] = Key;
        foreach (var (name, value) in settings ?? [])
            builder.Configuration[name] = value;

        var folder = Directory.CreateTempSubdirectory("receiver-").FullName;
        builder.Configuration["SmarterMeasure:Inbox:ConnectionString"] =
            $"Data Source={System.IO.Path.Combine(folder, "inbox.db")}";
        builder.AddSmarterMeasure().UseSqliteInbox();
        if (faults is not null)
            PutBefore(builder.Services, faults);

        services?.Invoke(builder);
        var app = builder.Build();
        pipeline?.Invoke(app);
        app.MapSmarterMeasure();
        var receiver = new Receiver(app, logs, folder);
        await app.StartAsync(TestContext.Current.CancellationToken);
        receiver.Connect();
        return receiver;
    }

    /// <summary>Posts a body with the valid key in the header.</summary>
    public Task<HttpResponseMessage> PostAsync(string body, string? contentType = "application/json") =>
        PostAsync(Path, body, contentType, (Header, Key));

    /// <summary>Posts a body with whatever headers are given.</summary>
    public Task<HttpResponseMessage> PostAsync(
        string target, string body, string? contentType, params (string Name, string Value)[] headers)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        return SendAsync(HttpMethod.Post, target, content, headers);
    }

    /// <summary>Sends a request.</summary>
    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string target, HttpContent? content, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, target) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens a bare connection and sends text over it.</summary>
    public async Task<TcpClient> OpenAsync(string text)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, Http.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await SendAsync(client, text);
        return client;
    }

    /// <summary>Sends more text over a bare connection.</summary>
    public static Task SendAsync(TcpClient client, string text) =>
        client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken).AsTask();

    /// <summary>Sends text over a bare connection and gives the answer's head.</summary>
    public async Task<string> TalkAsync(string text)
    {
        using var client = await OpenAsync(text);
        return await HeadAsync(client);
    }

    /// <summary>Reads an answer's head.</summary>
    public static async Task<string> HeadAsync(TcpClient client)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        var (head, buffer) = (new StringBuilder(), new byte[4096]);
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await client.GetStream().ReadAsync(buffer, patience.Token);
            if (read == 0)
                break;
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return head.ToString();
    }

    /// <summary>The head of a POST request to the webhook with the valid key.</summary>
    public static string Head(params string[] headers) =>
        $"POST {Path} HTTP/1.1\r\nHost: localhost\r\n{Header}: {Key}\r\n"
        + string.Concat(headers.Select(header => header + "\r\n")) + "\r\n";

    /// <summary>Waits until a condition holds.</summary>
    public static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        while (!condition())
            await Task.Delay(10, patience.Token);
    }

    /// <summary>Changes settings while the application runs.</summary>
    public void Reload(params (string Name, string? Value)[] settings)
    {
        foreach (var (name, value) in settings)
            _app.Configuration[name] = value;
        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    /// <summary>Takes the database away under the running application, with its folder, so that it cannot make another.</summary>
    public void RemoveDatabase() => Directory.Delete(_folder, recursive: true);

    /// <summary>What the inbox holds.</summary>
    public async Task<IReadOnlyList<EventSummary>> EventsAsync() => await _app.Services.GetRequiredService<IInboxOperations>()
        .ListAsync(EventFilter.All, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        Http2.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _meters.Dispose();
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private static void PutBefore(IServiceCollection services, FaultyInbox faults)
    {
        var real = services.Last(service => service.ServiceType == typeof(IInbox)).ImplementationFactory!;
        services.AddSingleton<IInbox>(provider =>
        {
            faults.Inner = (IInbox)real(provider);
            return faults;
        });
    }

    private void Connect()
    {
        var addresses = _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Http.BaseAddress = new Uri(addresses.First());
        Http2.BaseAddress = new Uri(addresses.Last());
    }
}
