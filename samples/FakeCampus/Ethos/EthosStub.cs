using System.Globalization;
using FakeCampus.Serving;

namespace FakeCampus.Ethos;

/// <summary>Ethos Integration before a student information system: tokens, persons and test scores.</summary>
public sealed class EthosStub : StubServer
{
    /// <summary>The violation of creating a second record of the same student, assessment and day.</summary>
    public const string DuplicateRecord = nameof(DuplicateRecord);

    private readonly EthosRoutes _routes;
    private readonly EthosErrors _errors;

    public EthosStub(EthosCampus campus)
        : base(campus.Clock)
    {
        Campus = campus;
        _errors = new EthosErrors(campus);
        _routes = new EthosRoutes(campus, Violations.Add);
    }

    public EthosCampus Campus { get; }

    /// <summary>What a throttled answer names in Retry-After.</summary>
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Ends every token now; keys stay good.</summary>
    public void RevokeTokens() => _routes.RevokeTokens();

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_routes.Answer(request));

    protected override StubAnswer ServerError(StubRequest request) => _errors.Internal();

    protected override StubAnswer ExpiredToken(StubRequest request) => _errors.Unauthorized();

    protected override StubAnswer Throttled(StubRequest request) => _errors.Busy()
        .With("Retry-After", ((int)RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture));
}
