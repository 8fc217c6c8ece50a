using System.Net;
using Polly;
using Polly.CircuitBreaker;

namespace SmarterMeasure.Connector.Forwarding.Flow;

/// <summary>
/// The last gate before the network. Where half of the calls of 30 seconds fail, the circuit opens: nothing is sent for a while
/// that doubles up to five minutes, then one probe decides.
/// </summary>
internal sealed class FlowHandler : DelegatingHandler
{
    private static readonly TimeSpan FirstBreak = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestBreak = TimeSpan.FromMinutes(5);

    private readonly FlowControl _flow;
    private readonly DailyBudget? _budget;
    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<HttpResponseMessage> _circuit;

    /// <summary>Makes the gate.</summary>
    /// <param name="flow">How fast the destination may be called.</param>
    /// <param name="budget">How many calls it may get in a day; null for no limit.</param>
    /// <param name="clock">The time.</param>
    public FlowHandler(FlowControl flow, DailyBudget? budget, TimeProvider clock)
    {
        (_flow, _budget) = (flow, budget);
        _circuit = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = clock }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<HttpResponseMessage>
            {
                StateProvider = _state,
                FailureRatio = 0.5,
                MinimumThroughput = 10,
                SamplingDuration = TimeSpan.FromSeconds(30),
                BreakDurationGenerator = static broken => ValueTask.FromResult(BreakAfter(broken.HalfOpenAttempts)),
                ShouldHandle = static call => ValueTask.FromResult(IsFailure(call.Outcome)),
            })
            .Build();
    }

    /// <exception cref="BrokenCircuitException">The circuit is open.</exception>
    /// <exception cref="RestingException">The destination rests, or the day's calls are used up.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // An attempt of several calls stops where the destination begins to rest.
        if (_flow.Rest is { } rest)
            throw new RestingException("throttled", rest);
        await SpendAsync(cancellationToken);

        var response = await _circuit.ExecuteAsync(
            static async (call, cancel) => await call.Send(call.Request, cancel),
            (Send: (Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>>)base.SendAsync, Request: request),
            cancellationToken);
        _flow.Observe(response.Headers);
        if (response.StatusCode == HttpStatusCode.TooManyRequests)
            _flow.Throttled(response.Headers); // At once: others may begin before this answer has been read.
        return response;
    }

    private async Task SpendAsync(CancellationToken cancel)
    {
        // What an open circuit keeps from being sent costs nothing.
        if (_budget is null || _state.CircuitState == CircuitState.Open)
            return;

        try
        {
            await _budget.SpendAsync(cancel);
        }
        catch (RestingException spent)
        {
            _flow.Pause(spent.Rest); // Those that wait need not ask for themselves.
            throw;
        }
    }

    private static bool IsFailure(Outcome<HttpResponseMessage> outcome) => outcome switch
    {
        { Exception: HttpRequestException or IOException or OperationCanceledException } => true,
        { Result.StatusCode: var status } => status >= HttpStatusCode.InternalServerError,
        _ => false,
    };

    private static TimeSpan BreakAfter(int failedProbes)
    {
        var pause = FirstBreak * Math.Pow(2, Math.Min(failedProbes, 10));
        return pause < LongestBreak ? pause : LongestBreak;
    }
}

/// <summary>The destination rests: nothing is sent.</summary>
/// <param name="reason">Why, as a reason code.</param>
/// <param name="rest">How long.</param>
internal sealed class RestingException(string reason, TimeSpan rest) : Exception(reason)
{
    /// <summary>How long.</summary>
    public TimeSpan Rest { get; } = rest;
}
