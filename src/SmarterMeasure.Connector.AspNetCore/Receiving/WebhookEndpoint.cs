using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;
using SmarterMeasure.Connector.AspNetCore.Health;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.AspNetCore.Receiving;

/// <summary>Receives the vendor's requests: verifies, stores, answers. Safe for use from many threads.</summary>
internal sealed partial class WebhookEndpoint(
    SettingsSource source,
    EventCatalogue catalogue,
    IInbox inbox,
    TimeProvider time,
    ReceivingMetrics metrics,
    LastAccept lastAccept,
    ILogger<WebhookEndpoint> log)
{
    private readonly Pace _tokenPace = new(time, TimeSpan.FromMinutes(1));
    private readonly Pace _outagePace = new(time, TimeSpan.FromMinutes(1));
    private volatile Keys? _keys;

    /// <summary>Handles one request, whatever its method. Does not throw.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var outcome = await ReceiveAsync(context);
        metrics.Count(outcome);
        Answer(context, outcome);
    }

    private static void Answer(HttpContext context, Outcome outcome)
    {
        // A page for the eye in place of the empty body would be none of the vendor's business.
        context.Features.Get<IStatusCodePagesFeature>()?.Enabled = false;
        context.Response.StatusCode = outcome.StatusCode();
        if (outcome == Outcome.WrongMethod)
            context.Response.Headers.Allow = HttpMethods.Post;
    }

    private async Task<Outcome> ReceiveAsync(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            return Outcome.WrongMethod;

        try
        {
            var (settings, now) = (source.Current, time.GetUtcNow());
            if (Verify(context, settings, now) is { } refused)
                return refused;

            using var budget = new CancellationTokenSource(settings.CommitBudget, time);
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, context.RequestAborted);
            LiftServerLimits(context);
            if (context.Request.ContentLength > settings.MaxBodyBytes)
                return Outcome.TooLarge;

            if (await ReadAsync(context.Request, settings.MaxBodyBytes, stop.Token) is not { } body)
                return Outcome.TooLarge;

            return await StoreAsync(body, now, stop.Token);
        }
        catch (Exception failure)
        {
            return Explain(failure, context);
        }
    }

    private Outcome? Verify(HttpContext context, ConnectorSettings settings, DateTimeOffset now)
    {
        var presented = context.Features.GetRequiredFeature<PresentedKeys>();
        switch (RingOf(settings).Judge(presented.Keys, now))
        {
            case KeyVerdict.Accepted:
                return null;

            case KeyVerdict.UnreplacedToken:
                if (_tokenPace.Allows())
                    LogUnreplacedToken(PresentedKeys.Token);
                return Outcome.UnreplacedToken;

            default:
                return Outcome.RejectedKey;
        }
    }

    private VerificationKeyRing RingOf(ConnectorSettings settings)
    {
        // A reload makes new settings, never changes old ones.
        if (_keys is { } keys && ReferenceEquals(keys.Settings, settings))
            return keys.Ring;

        var ring = new VerificationKeyRing(settings.VerificationKeys);
        _keys = new Keys(settings, ring);
        return ring;
    }

    // The server's own limits would answer 413, 408 or nothing in our place; size and time are bounded here anyway. What
    // is left of a body after a 413 or 503, the server reads and drops for a few seconds, so that the answer gets through.
    private static void LiftServerLimits(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = null;

        context.Features.Get<IHttpMinRequestBodyDataRateFeature>()?.MinDataRate = null;
    }

    private static async ValueTask<PooledBody?> ReadAsync(HttpRequest request, int limit, CancellationToken stop)
    {
        try
        {
            return await BodyReading.ReadAsync(request.BodyReader, request.ContentLength, limit, stop);
        }
        catch (IOException failure)
        {
            throw new BrokenOffException(failure);
        }
    }

    private async Task<Outcome> StoreAsync(PooledBody body, DateTimeOffset now, CancellationToken stop)
    {
        ReceivedEvent received;
        try
        {
            received = new ReceivedEvent(catalogue.Sort(EnvelopeReader.Read(body.Span)), body, body.ComputeHash(), now);
        }
        catch
        {
            body.Dispose();
            throw;
        }

        var acceptance = await inbox.AcceptAsync(received, stop);
        lastAccept.Succeeded();
        return acceptance switch
        {
            Acceptance.Duplicate => Outcome.Duplicate,
            Acceptance.Conflict => Outcome.Conflict,
            _ => received.Envelope.QuarantineReason is null ? Outcome.Accepted : Outcome.Quarantined,
        };
    }

    private Outcome Explain(Exception failure, HttpContext context)
    {
        // The sender has no use for the answer, and the operator none for an error.
        if (failure is BrokenOffException || context.RequestAborted.IsCancellationRequested)
            return Outcome.Interrupted;

        lastAccept.Failed(failure);
        if (!_outagePace.Allows())
            return Outcome.Unavailable;

        switch (failure)
        {
            case OperationCanceledException:
                LogLate();
                break;

            case StoreUnavailableException:
                LogStoreUnavailable(failure.Message.TrimEnd('.'));
                break;

            default:
                // Without the message, which may quote what it could not digest.
                LogFailed(failure.GetType().FullName, failure.StackTrace);
                break;
        }

        return Outcome.Unavailable;
    }

    [LoggerMessage(1, LogLevel.Error,
        "SmarterMeasure sent the placeholder {Token} where the key belongs, and got 401. The vendor's side has "
        + "to change, not this one: ask developers@smartermeasure.com to have the token in the webhook's URL replaced at "
        + "run time (the URL they hold must read ...?VerificationKey={Token}, with the braces not "
        + "percent-encoded), or to send the key in the header X-SmarterMeasure-Verification-Key. Until then no event is "
        + "stored, and the vendor discards events after 48 hours. Said at most once a minute.")]
    private partial void LogUnreplacedToken(string token);

    [LoggerMessage(2, LogLevel.Error,
        "The store could not take an event: {Reason}. The vendor got 503 and will send it again. Said at most once a minute.")]
    private partial void LogStoreUnavailable(string reason);

    [LoggerMessage(3, LogLevel.Warning,
        "An event was not read and committed within SmarterMeasure:CommitBudget. The vendor got 503 and will send it again. "
        + "Said at most once a minute.")]
    private partial void LogLate();

    [LoggerMessage(4, LogLevel.Error,
        "An event could not be received: {Error}. The vendor got 503 and will send it again. Said at most once a minute."
        + "\n{StackTrace}")]
    private partial void LogFailed(string? error, string? stackTrace);

    // The sender went away in the middle of the body, or its framing made no sense.
    private sealed class BrokenOffException(IOException cause) : Exception(message: null, cause);

    private sealed record Keys(ConnectorSettings Settings, VerificationKeyRing Ring);
}
