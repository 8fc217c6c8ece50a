using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>
/// Source text with handlers, compiled with what the generator adds, loaded and registered as an application would.
/// Handlers report through a <c>List&lt;object&gt;</c> service.
/// </summary>
internal sealed class CompiledConnector : IDisposable
{
    private readonly AssemblyLoadContext _context = new("Handlers", isCollectible: true);
    private readonly ServiceProvider _services;

    private CompiledConnector(IEnumerable<MemoryStream> assemblies, Action<IServiceCollection>? configure)
    {
        Assembly = assemblies.Select(_context.LoadFromStream).ToList()[^1];
        var services = new ServiceCollection();
        services.AddSingleton(Seen);
        configure?.Invoke(services);
        Assembly.GetType("SmarterMeasure.Connector.GeneratedHandlers")!
            .GetMethod("AddGeneratedHandlers", BindingFlags.Static | BindingFlags.Public)!
            .Invoke(null, [new SmarterMeasureBuilder(services)]);
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        Dispatcher = _services.GetRequiredService<IEventDispatcher>();
    }

    public Assembly Assembly { get; }

    public IEventDispatcher Dispatcher { get; }

    public IReadOnlyList<IEventDispatcher> Dispatchers => [.. _services.GetServices<IEventDispatcher>()];

    /// <summary>What the handlers reported, in the order of their calls.</summary>
    public List<object> Seen { get; } = [];

    public static CompiledConnector Compile(string source, Action<IServiceCollection>? configure = null) =>
        Compile([source], configure);

    public static CompiledConnector Compile(string[] sources, Action<IServiceCollection>? configure = null) =>
        new([Emit(GeneratorHarness.Run(sources))], configure);

    /// <summary>Compiles a program, and before it the libraries with handlers that it references.</summary>
    public static CompiledConnector Compile(string source, params (string Name, string Source)[] libraries)
    {
        var streams = libraries.Select(library => Emit(GeneratorHarness.RunAs(library.Name, [], library.Source))).ToList();
        var references = streams.Select(one => Microsoft.CodeAnalysis.MetadataReference.CreateFromImage(one.ToArray()));
        streams.Add(Emit(GeneratorHarness.RunAs("Handlers", [.. references], source)));
        return new CompiledConnector(streams, configure: null);
    }

    private static MemoryStream Emit(GeneratorRun run)
    {
        var stream = new MemoryStream();
        var emitted = run.Output.Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics));
        stream.Position = 0;
        return stream;
    }

    /// <summary>Dispatches a body in a scope of its own, and gives what the handlers push.</summary>
    public Task<List<Push>> DispatchAsync(
        string eventName, string body, CancellationToken? stop = null, IEventDispatcher? to = null, bool isDryRun = false) =>
        DispatchBytesAsync(eventName, Encoding.UTF8.GetBytes(body), stop, to, isDryRun);

    public async Task<List<Push>> DispatchBytesAsync(
        string eventName, byte[] body, CancellationToken? stop = null, IEventDispatcher? to = null, bool isDryRun = false)
    {
        await using var scope = _services.CreateAsyncScope();
        var pushes = new List<Push>();
        await (to ?? Dispatcher).DispatchAsync(
            Encoding.UTF8.GetBytes(eventName),
            Context(eventName, body, scope.ServiceProvider, isDryRun),
            pushes,
            stop ?? TestContext.Current.CancellationToken);
        return pushes;
    }

    /// <summary>Dispatches a body that the one handler of the event reports as its payload.</summary>
    public async Task<T> ReadAsync<T>(string eventName, string body)
    {
        Seen.Clear();
        await DispatchAsync(eventName, body);
        return Assert.IsAssignableFrom<T>(Assert.Single(Seen));
    }

    public static EventContext Context(string eventName, string body, IServiceProvider services) =>
        Context(eventName, Encoding.UTF8.GetBytes(body), services);

    private static EventContext Context(
        string eventName, byte[] body, IServiceProvider services, bool isDryRun = false) => new()
    {
        CallbackId = "0c5fd27b1ea94db6a1f03a9d7be46c21",
        Event = eventName,
        UserId = "7319054",
        ReceivedAt = DateTimeOffset.UnixEpoch,
        Attempt = 1,
        Format = body is [(byte)'<', ..] ? PayloadFormat.Xml : PayloadFormat.Json,
        Body = body,
        Services = services,
        IsDryRun = isDryRun,
    };

    public void Dispose()
    {
        _services.Dispose();
        _context.Unload();
    }
}
