using FakeCampus.Serving;

namespace FakeCampus.Canvas;

/// <summary>What can go wrong between a client and Canvas.</summary>
public enum CanvasFault
{
    /// <summary>500 with a Canvas error body; nothing was done.</summary>
    ServerError,

    /// <summary>502 with a proxy's HTML page; nothing was done.</summary>
    BadGatewayPage,

    /// <summary>The request is handled; its answer is held until <see cref="CanvasFaults.ReleaseSlow"/>.</summary>
    Slow,

    /// <summary>
    /// The connection breaks before anything was done. On a connection used before, <see cref="HttpClient"/> itself sends
    /// a request without a body once more, which takes the next fault.
    /// </summary>
    ResetBefore,

    /// <summary>The request is handled, then the connection breaks: the client cannot know.</summary>
    ResetAfter,

    /// <summary>The request is handled; the connection breaks in the middle of the body.</summary>
    HalfAnswer,

    /// <summary>A throttled answer in the style set; nothing was done.</summary>
    Throttled,

    /// <summary>401 as for an expired token; nothing was done.</summary>
    ExpiredToken,

    /// <summary>
    /// The request is handled only when <see cref="LateRequests.LandAsync"/> is called, of <see cref="CanvasFaults.Late"/>; until its
    /// client gives it up it gets no answer.
    /// </summary>
    LateHeld,

    /// <summary>As <see cref="LateHeld"/>, but the connection breaks at once.</summary>
    LateReset,
}

/// <summary>The faults to come. Safe for use from many threads, also while requests are served.</summary>
public sealed class CanvasFaults
{
    private readonly LinkedList<(CanvasFault Fault, string? Method)> _next = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _release = New();
    private TaskCompletionSource _heldChanged = New();
    private CanvasFault? _always;
    private int _held;

    /// <summary>The fault of every request that has no scripted one; null for none.</summary>
    public CanvasFault? Always
    {
        get { lock (_lock) return _always; }
        set { lock (_lock) _always = value; }
    }

    /// <summary>Rolls the dice for every request that has no scripted fault; null for none.</summary>
    public Func<CanvasRequest, CanvasFault?>? Dice { get; set; }

    /// <summary>The requests that wait to be handled late.</summary>
    public LateRequests Late { get; } = new();

    /// <summary>How many answers are being held.</summary>
    public int Held
    {
        get { lock (_lock) return _held; }
    }

    /// <summary>Scripts the next requests, after those already scripted.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="count">How many requests get it.</param>
    /// <param name="method">Only requests of this HTTP method; null for any.</param>
    public void Next(CanvasFault fault, int count = 1, string? method = null)
    {
        lock (_lock)
        {
            for (var i = 0; i < count; i++)
                _next.AddLast((fault, method));
        }
    }

    /// <summary>Forgets every fault and releases the held answers; what waits to be handled late goes on waiting.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _next.Clear();
            _always = null;
            Dice = null;
        }

        ReleaseSlow();
    }

    /// <summary>Sends the answers held until now; later slow requests are held anew.</summary>
    public void ReleaseSlow()
    {
        TaskCompletionSource release;
        lock (_lock)
            (release, _release) = (_release, New());

        release.TrySetResult();
    }

    /// <summary>Waits until so many answers are being held.</summary>
    public async Task WaitUntilHeldAsync(int count, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_held >= count)
                    return;

                changed = _heldChanged.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    internal CanvasFault? Take(CanvasRequest request)
    {
        lock (_lock)
        {
            for (var node = _next.First; node is not null; node = node.Next)
            {
                if (node.Value.Method is not null && node.Value.Method != request.Method)
                    continue;

                _next.Remove(node);
                return node.Value.Fault;
            }

            return _always ?? Dice?.Invoke(request);
        }
    }

    internal async Task HoldAsync(CancellationToken cancellationToken)
    {
        Task released;
        lock (_lock)
        {
            released = _release.Task;
            Changed(+1);
        }

        try
        {
            await released.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_lock)
                Changed(-1);
        }
    }

    private void Changed(int by)
    {
        _held += by;
        var changed = _heldChanged;
        _heldChanged = New();
        changed.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
