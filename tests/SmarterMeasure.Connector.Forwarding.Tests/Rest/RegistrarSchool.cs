using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Serialization;
using FakeCampus.Serving;
using Microsoft.Extensions.Time.Testing;
using Refit;

namespace SmarterMeasure.Connector.Forwarding.Tests.Rest;

/// <summary>An interface as a user writes it.</summary>
public interface IRegistrarApi
{
    [Put("/readiness/{student}/{section}")]
    Task<IApiResponse> PutAsync(string student, string section, [Body] Readiness body, CancellationToken cancel);
}

/// <summary>A body as a user writes it.</summary>
public sealed record Readiness(string Level, decimal? Percent);

[JsonSerializable(typeof(Readiness))]
internal sealed partial class RegistrarJson : JsonSerializerContext;

/// <summary>A user's own system behind a token endpoint, and a connector that sends to it.</summary>
internal sealed class RegistrarSchool : StubServer
{
    private readonly ConcurrentQueue<string> _stored = [];

    public RegistrarSchool(TimeProvider clock)
        : base(clock)
    {
        Tokens = new TokenIssuer(clock, Violations)
        {
            Accepts = ClientProof.Basic | ClientProof.FormSecret | ClientProof.PrivateKeyJwt,
            RotatesRefreshTokens = true,
        };
    }

    public FakeTimeProvider FixedClock => (FakeTimeProvider)Clock;

    public TokenIssuer Tokens { get; }

    /// <summary>The status of the next answers.</summary>
    public HttpStatusCode Status { get; set; } = HttpStatusCode.NoContent;

    /// <summary>What was put, in order.</summary>
    public IReadOnlyCollection<string> Stored => _stored;

    /// <summary>What counts as authorised, in place of the issuer's tokens.</summary>
    public Func<StubRequest, bool>? IsAuthorised { get; set; }

    public string TokenUrl => new Uri(BaseUrl, "token").ToString();

    public static async Task<RegistrarSchool> OpenAsync()
    {
        var school = new RegistrarSchool(new FakeTimeProvider(TargetHost.Start));
        await school.StartAsync(TestContext.Current.CancellationToken);
        return school;
    }

    public TargetHost Connect(params IEnumerable<(string Key, string? Value)> settings) =>
        Connect(FixedClock, Repetition.SetsState, [("BaseUrl", BaseUrl.ToString()), .. settings]);

    public static TargetHost Connect(
        FakeTimeProvider clock, Repetition repetition, params IEnumerable<(string Key, string? Value)> settings) => new(
        clock, builder => builder.AddRest("Registrar", Target(repetition)), [("Type", "Registrar"), .. settings]);

    /// <summary>The target as a user writes it.</summary>
    public static RestTarget<IRegistrarApi> Target(Repetition repetition) => new()
    {
        Refit = RefitSettings.ForJsonContext(RegistrarJson.Default),
        Accepts = result => result.Readiness is not null && result.Student.InternalId is not null,
        Repetition = repetition,
        Send = (api, delivery, cancel) => api.PutAsync(
            delivery.MappedTo ?? delivery.Result.Student.InternalId!, delivery.Result.Section,
            new Readiness(delivery.Result.Readiness!, delivery.Result.Percent), cancel),
    };

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken)
    {
        if (request.Path == "/token")
            return ValueTask.FromResult(Tokens.Answer(request));
        if (!(IsAuthorised?.Invoke(request) ?? Tokens.IsValid(request.Bearer)))
            return ValueTask.FromResult(StubAnswer.Empty(401));

        if ((int)Status < 300)
            _stored.Enqueue($"{request.Method} {request.Target} {request.Text}");
        return ValueTask.FromResult(StubAnswer.Empty((int)Status));
    }
}
