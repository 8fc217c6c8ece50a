using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.OneRoster;

/// <summary>A OneRoster 1.2 server: tokens at <c>/token</c>, the roster's users, and assessment results.</summary>
public sealed class OneRosterStub : StubServer
{
    /// <summary>The violation of choosing an id that tells who a student is.</summary>
    public const string PersonalSourcedId = nameof(PersonalSourcedId);

    private readonly OneRosterRoutes _routes;
    private readonly OneRosterTokens _tokens;

    public OneRosterStub(OneRosterCampus campus)
        : base(campus.Clock)
    {
        Campus = campus;
        Tokens = new TokenIssuer(campus.Clock, Violations);
        _tokens = new OneRosterTokens(campus, Tokens);
        _routes = new OneRosterRoutes(campus, _tokens.ScopesOf, Violations.Add);
    }

    public OneRosterCampus Campus { get; }

    public TokenIssuer Tokens { get; }

    /// <summary>What a throttled answer names in Retry-After; null for servers that only say server_busy.</summary>
    public TimeSpan? RetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(IsTokenRequest(request) ? _tokens.Answer(request) : _routes.Answer(request));

    protected override bool IsThrottledToo(StubRequest request) => !IsTokenRequest(request);

    protected override StubAnswer ServerError(StubRequest request) => OneRosterErrors.Internal();

    protected override StubAnswer ExpiredToken(StubRequest request) => OneRosterErrors.Unauthorised();

    protected override StubAnswer Throttled(StubRequest request) => RetryAfter is { } wait
        ? OneRosterErrors.Busy().With("Retry-After", ((int)wait.TotalSeconds).ToString(CultureInfo.InvariantCulture))
        : OneRosterErrors.Busy();

    private static bool IsTokenRequest(StubRequest request) => request.Path == "/token";
}
