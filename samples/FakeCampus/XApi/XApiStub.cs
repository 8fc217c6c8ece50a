using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.XApi;

/// <summary>A learning record store: statements go in once, by id, and never change.</summary>
public sealed class XApiStub : StubServer
{
    /// <summary>The violation of naming an actor by e-mail address.</summary>
    public const string MboxUsed = nameof(MboxUsed);

    private readonly XApiRoutes _routes;

    public XApiStub(XApiStore store)
        : base(store.Clock)
    {
        Store = store;
        _routes = new XApiRoutes(store, Violations.Add);
    }

    public XApiStore Store { get; }

    /// <summary>What a throttled answer names in Retry-After.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_routes.Answer(request));

    protected override StubAnswer ServerError(StubRequest request) => XApiErrors.Message(500, "Internal error");

    protected override StubAnswer ExpiredToken(StubRequest request) => XApiErrors.Unauthorized();

    protected override StubAnswer Throttled(StubRequest request) => XApiErrors.Message(429, "Too many requests")
        .With("Retry-After", ((int)RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));
}
