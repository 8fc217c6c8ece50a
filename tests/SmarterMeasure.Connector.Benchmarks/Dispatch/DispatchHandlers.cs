using Mediator;

namespace SmarterMeasure.Connector.Benchmarks.Dispatch;

/// <summary>Raw handlers, so that what is measured is the way to the handler and not the payload's parsing.</summary>
internal static class StaticHandlers
{
    public static int Count { get; private set; }

    [SmarterMeasureEvent(SmarterMeasureEvents.Created)]
    public static void OnCreated(ReadOnlyMemory<byte> body) => Count += body.Length;

    [SmarterMeasureEvent(SmarterMeasureEvents.Stopped)]
    public static void OnStopped(ReadOnlyMemory<byte> body) => Count += body.Length;

    [SmarterMeasureEvent(SmarterMeasureEvents.SectionStart)]
    public static void OnSectionStart(ReadOnlyMemory<byte> body) => Count += body.Length;
}

/// <summary>An instance that the event's scope gives.</summary>
internal sealed class InstanceHandlers
{
    public int Count { get; private set; }

    [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
    public void OnCompleted(ReadOnlyMemory<byte> body) => Count += body.Length;
}

/// <summary>The peer's message: a name is no key of its, so a type stands for the event.</summary>
public sealed record Ping(ReadOnlyMemory<byte> Body) : IRequest;

/// <summary>Four more, so that the peer too has five to choose from.</summary>
public sealed record Ping2(ReadOnlyMemory<byte> Body) : IRequest;

public sealed record Ping3(ReadOnlyMemory<byte> Body) : IRequest;

public sealed record Ping4(ReadOnlyMemory<byte> Body) : IRequest;

public sealed record Ping5(ReadOnlyMemory<byte> Body) : IRequest;

public sealed class PingHandler :
    IRequestHandler<Ping>, IRequestHandler<Ping2>, IRequestHandler<Ping3>, IRequestHandler<Ping4>, IRequestHandler<Ping5>
{
    public int Count { get; private set; }

    public ValueTask<Unit> Handle(Ping request, CancellationToken cancellationToken) => Note(request.Body);

    public ValueTask<Unit> Handle(Ping2 request, CancellationToken cancellationToken) => Note(request.Body);

    public ValueTask<Unit> Handle(Ping3 request, CancellationToken cancellationToken) => Note(request.Body);

    public ValueTask<Unit> Handle(Ping4 request, CancellationToken cancellationToken) => Note(request.Body);

    public ValueTask<Unit> Handle(Ping5 request, CancellationToken cancellationToken) => Note(request.Body);

    private ValueTask<Unit> Note(ReadOnlyMemory<byte> body)
    {
        Count += body.Length;
        return default;
    }
}
