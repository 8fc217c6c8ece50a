namespace FakeCampus.Serving;

/// <summary>The faults to come. Safe for use from many threads, also while requests are served.</summary>
public sealed class StubFaults
{
    private readonly LinkedList<(StubFault Fault, Predicate<StubRequest>? Applies)> _next = [];
    private readonly Lock _lock = new();
    private TaskCompletionSource _release = New();
    private TaskCompletionSource _heldChanged = New();
    private StubFault? _always;
    private (double Share, Random Dice, StubFault[] Kinds)? _random;
    private volatile bool _any;
    private int _held;

    /// <summary>The fault of every request that has no scripted one; null for none.</summary>
    public StubFault? Always
    {
        get { lock (_lock) return _always; }
        set
        {
            lock (_lock)
            {
                _always = value;
                Count();
            }
        }
    }

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
    /// <param name="applies">Only requests for which this holds; null for any.</param>
    public void Next(StubFault fault, int count = 1, Predicate<StubRequest>? applies = null)
    {
        lock (_lock)
        {
            for (var i = 0; i < count; i++)
                _next.AddLast((fault, applies));

            Count();
        }
    }

    /// <summary>Gives a share of the requests that have no scripted fault a random one.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="seed">The same seed rolls the same dice in the order of arrival.</param>
    /// <param name="kinds">What can happen, each as likely.</param>
    public void Random(double share, int seed, params StubFault[] kinds)
    {
        ArgumentOutOfRangeException.ThrowIfZero(kinds.Length);
        lock (_lock)
        {
            _random = (share, new Random(seed), kinds);
            Count();
        }
    }

    /// <summary>Forgets every fault and releases the held answers; what waits to be handled late goes on waiting.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _next.Clear();
            _always = null;
            _random = null;
            Count();
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

    internal StubFault? Take(StubRequest request)
    {
        if (!_any)
            return null;

        lock (_lock)
        {
            for (var node = _next.First; node is not null; node = node.Next)
            {
                if (node.Value.Applies?.Invoke(request) == false)
                    continue;

                _next.Remove(node);
                Count();
                return node.Value.Fault;
            }

            if (_always is null && _random is var (share, dice, kinds) && dice.NextDouble() < share)
                return kinds[dice.Next(kinds.Length)];

            return _always;
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

    private void Count() => _any = _next.Count > 0 || _always is not null || _random is not null;

    private void Changed(int by)
    {
        _held += by;
        var changed = _heldChanged;
        _heldChanged = New();
        changed.TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
