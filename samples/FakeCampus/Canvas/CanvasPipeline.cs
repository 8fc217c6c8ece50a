using System.Collections.Immutable;
using System.Globalization;
using FakeCampus.Serving;
using Microsoft.AspNetCore.Http;

namespace FakeCampus.Canvas;

/// <summary>The way of one request: log, fault, throttle, token, route, answer.</summary>
internal sealed class CanvasPipeline(CanvasCampus campus)
{
    private ImmutableList<CanvasRequest> _requests = [];

    public CanvasCampus Campus => campus;

    public Uri BaseUrl { get; set; } = new("http://127.0.0.1/");

    public CanvasFaults Faults { get; } = new();

    public CanvasViolations Violations { get; } = new();

    public RequestThrottle Throttle { get; } = new(campus.Clock);

    public IReadOnlyList<CanvasRequest> Requests => _requests;

    public async Task HandleAsync(HttpContext context, string rawTarget, byte[] body)
    {
        var entry = Log(context.Request, rawTarget, body);
        var token = BearerToken(context.Request);
        var bucket = Throttle.Of(token ?? "");
        var signature = $"{entry.Method} {rawTarget}";
        JudgeWait(bucket, signature);

        var fault = Faults.Take(entry);
        if (fault == CanvasFault.ResetBefore)
        {
            context.Abort();
            return;
        }

        var (method, contentType) = (entry.Method, context.Request.ContentType);
        if (fault is CanvasFault.LateHeld or CanvasFault.LateReset)
        {
            Faults.Late.Add(() => ValueTask.FromResult(Answer(method, contentType, rawTarget, body, token, fault).Status));
            if (fault == CanvasFault.LateHeld)
                await Faults.HoldAsync(context.RequestAborted);
            context.Abort();
            return;
        }

        bool admitted;
        lock (bucket)
            admitted = bucket.Enter(Throttle) && fault != CanvasFault.Throttled;

        CanvasAnswer answer;
        try
        {
            answer = admitted ? Answer(method, contentType, rawTarget, body, token, fault) : Throttle.Refusal();
            if (fault == CanvasFault.Slow && admitted)
                await Faults.HoldAsync(context.RequestAborted);
        }
        finally
        {
            lock (bucket)
            {
                var remaining = bucket.Leave(Throttle, admitted ? Throttle.RequestCost : 0);
                context.Response.Headers["X-Rate-Limit-Remaining"] = remaining.ToString("0.0###", CultureInfo.InvariantCulture);
                if (admitted)
                    context.Response.Headers["X-Request-Cost"] =
                        Throttle.RequestCost.ToString("0.0###", CultureInfo.InvariantCulture);
                else
                    bucket.Refused(Throttle, signature);
            }
        }

        if (fault == CanvasFault.ResetAfter)
        {
            context.Abort();
            return;
        }

        entry.Status = answer.Status;
        await SendAsync(context, answer, half: fault == CanvasFault.HalfAnswer && admitted);
    }

    private CanvasAnswer Answer(
        string method, string? contentType, string rawTarget, byte[] body, string? token, CanvasFault? fault)
    {
        var asksForToken = method == "POST" && rawTarget == "/login/oauth2/token";
        switch (fault)
        {
            case CanvasFault.ServerError: return CanvasErrors.Internal();
            case CanvasFault.BadGatewayPage: return CanvasErrors.BadGateway();
            case CanvasFault.ExpiredToken when !asksForToken: return CanvasErrors.ExpiredToken();
        }

        if (asksForToken)
            return campus.DeveloperKey.Answer(contentType, body);

        if (!RawTarget.TryParse(rawTarget, out var target))
            return CanvasErrors.BadRequest("the request target is not valid");

        // Canvas takes ".json" at the end for a format, not for part of an id.
        target = target.WithoutEnding(".json");
        if (target.HasEscapedSlash && !campus.AllowsSlashInIds)
            return CanvasErrors.NoSuchRoute();

        if (token is null)
            return CanvasErrors.NoToken();

        if (campus.StateOf(token) is not { } state)
            return CanvasErrors.InvalidToken();

        return state == TokenState.Expired
            ? CanvasErrors.ExpiredToken()
            : CanvasRouting.Answer(new CanvasCall(campus, method, target, contentType, body, state, BaseUrl, Violations));
    }

    private CanvasRequest Log(HttpRequest request, string rawTarget, byte[] body)
    {
        Violations.InspectUrl(rawTarget, campus);
        var masked = campus.TokensIn(rawTarget).Aggregate(
            rawTarget, (text, token) => text.Replace(token, "***", StringComparison.Ordinal));
        var headers = request.Headers.ToImmutableDictionary(
            header => header.Key,
            header => header.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
                ? header.Value.ToString().Split(' ')[0]
                : header.Value.ToString(),
            StringComparer.OrdinalIgnoreCase);
        var entry = new CanvasRequest(request.Method, masked, headers, RequestMask.Body(request.ContentType, body));
        ImmutableInterlocked.Update(ref _requests, (all, one) => all.Add(one), entry);
        return entry;
    }

    private void JudgeWait(RequestThrottle.Bucket bucket, string signature)
    {
        (bool TooEarly, bool SameRequest) verdict;
        lock (bucket)
            verdict = bucket.Judge(Throttle, signature);

        if (verdict.TooEarly)
            Violations.Add(verdict.SameRequest
                ? CanvasViolation.RetriedWhileThrottled
                : CanvasViolation.SentWhileThrottled);
    }

    private static string? BearerToken(HttpRequest request) =>
        request.Headers.Authorization.ToString() is { Length: > 7 } header
        && header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)
            ? header[7..].Trim()
            : null;

    private static async Task SendAsync(HttpContext context, CanvasAnswer answer, bool half)
    {
        var response = context.Response;
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength = answer.Body.Length;
        foreach (var (name, value) in answer.Headers)
            response.Headers[name] = value;

        // Too few bytes for the announced length: Kestrel sends them and closes the connection.
        var sent = half ? answer.Body.AsMemory(0, answer.Body.Length / 2) : answer.Body;
        await response.Body.WriteAsync(sent, context.RequestAborted);
    }
}
