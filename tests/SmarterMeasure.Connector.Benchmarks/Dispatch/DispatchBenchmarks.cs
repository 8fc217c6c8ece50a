using System.Text;
using BenchmarkDotNet.Attributes;
using Mediator;
using Microsoft.Extensions.DependencyInjection;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Generated;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Benchmarks.Dispatch;

#pragma warning disable CA1859, CA2012 // The interface is what the host calls through, and these handlers end at once.

/// <summary>From an event's name to the entry of its handler, among five events with handlers.</summary>
[MemoryDiagnoser]
public class DispatchBenchmarks
{
    private const int Events = 3;

    private static readonly byte[][] StaticNames =
    [
        Encoding.UTF8.GetBytes(SmarterMeasureEvents.Created),
        Encoding.UTF8.GetBytes(SmarterMeasureEvents.Stopped),
        Encoding.UTF8.GetBytes(SmarterMeasureEvents.SectionStart),
    ];

    private readonly IRequest[] _messages = [new Ping(default), new Ping2(default), new Ping3(default)];
    private readonly IEventDispatcher _dispatcher = new EventDispatcher();
    private readonly List<Push> _pushes = [];
    private readonly ServiceProvider _services = new ServiceCollection()
        .AddScoped<InstanceHandlers>()
        .AddMediator(static (MediatorOptions options) => options.ServiceLifetime = ServiceLifetime.Singleton)
        .BuildServiceProvider();

    private EventContext _context = null!;
    private IMediator _mediator = null!;

    [GlobalSetup]
    public void Setup()
    {
        _mediator = _services.GetRequiredService<IMediator>();
        _context = new EventContext
        {
            CallbackId = "7b04d1c96ae84f5e9d02c3f8b1a6570e",
            Event = SmarterMeasureEvents.Created,
            UserId = "9204417",
            ReceivedAt = default,
            Attempt = 1,
            Format = PayloadFormat.Json,
            Body = default,
            Services = _services.CreateScope().ServiceProvider,
        };
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Events)]
    public void Static()
    {
        foreach (var name in StaticNames)
            _dispatcher.DispatchAsync(name, _context, _pushes, CancellationToken.None).GetAwaiter().GetResult();
    }

    [Benchmark]
    public void Instance() =>
        _dispatcher.DispatchAsync("assessment.completed"u8, _context, _pushes, CancellationToken.None).GetAwaiter().GetResult();

    [Benchmark(OperationsPerInvoke = Events)]
    public void Mediator()
    {
        foreach (var message in _messages)
            _mediator.Send(message, CancellationToken.None).GetAwaiter().GetResult();
    }

    [Benchmark]
    public void MediatorOfKnownType() =>
        _mediator.Send((Ping)_messages[0], CancellationToken.None).GetAwaiter().GetResult();
}
