using System.Security.Cryptography;
using System.Text;
using FakeCampus.Serving;

namespace FakeCampus.VendorApi;

/// <summary>
/// The vendor's REST API, version 3, at <c>v3</c> of its origin: users, results and links, as of the clock's time, and
/// stricter than the real one about parameters, dates and bodies.
/// </summary>
public sealed class VendorApiStub : StubServer
{
    /// <summary>A request went to another path than the API's, or named a whole address as its target.</summary>
    public const string ForeignPath = nameof(ForeignPath);

    /// <summary>A GET carried a body.</summary>
    public const string BodyOnGet = nameof(BodyOnGet);

    private readonly byte[] _credentials;
    private readonly ResultRoutes _results;
    private readonly VendorUserRoutes _users;
    private int _turn;

    /// <summary>Makes it; <see cref="StubServer.StartAsync"/> starts it.</summary>
    /// <param name="campus">What it tells.</param>
    /// <param name="accessKey">The user name of Basic; also watched for in URLs.</param>
    /// <param name="secret">The password of Basic; also watched for in URLs.</param>
    /// <param name="clock">The time as of which everything is told.</param>
    public VendorApiStub(VendorApiCampus campus, string accessKey, string secret, TimeProvider? clock = null)
        : base(clock)
    {
        Campus = campus;
        _credentials = Encoding.UTF8.GetBytes($"{accessKey}:{secret}");
        Violations.Watch(accessKey, secret);
        var search = new RegistrationSearch(campus);
        _results = new ResultRoutes(campus, search, None);
        _users = new VendorUserRoutes(campus, search, None);
    }

    public VendorApiCampus Campus { get; }

    /// <summary>How errors are told; may change while serving.</summary>
    public VendorApiErrorStyle ErrorStyle { get; set; }

    /// <summary>What <c>User</c> is when nobody was found; may change while serving.</summary>
    public NoUserShape NoUser { get; set; }

    /// <summary>
    /// Whether everything is answered 503; may change while serving. For a vendor that only breaks connections, set
    /// <see cref="StubFaults.Always"/> to <see cref="StubFault.ResetBefore"/> instead.
    /// </summary>
    public bool Outage { get; set; }

    /// <summary>The longest span from <c>StartRecord</c> to <c>EndRecord</c>; the real one's is not documented.</summary>
    public int LongestSpan { get; init; } = 1000;

    protected override ValueTask<StubAnswer> AnswerAsync(StubRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return ValueTask.FromResult(Outage ? Unavailable(request) : Answer(request));
        }
        catch (VendorApiException refused)
        {
            return ValueTask.FromResult(refused.Error.Answer(ErrorStyle));
        }
    }

    protected override StubAnswer ServerError(StubRequest request) => VendorApiError.Internal.Answer(ErrorStyle);

    // There is no token: what comes nearest is a replaced secret.
    protected override StubAnswer ExpiredToken(StubRequest request) => VendorApiError.WrongCredentials.Answer(ErrorStyle);

    private StubAnswer Answer(StubRequest request)
    {
        if (!RawTarget.TryParse(request.Target, out var target))
        {
            Violations.Add(ForeignPath);
            throw new VendorApiException(VendorApiError.Uri);
        }

        string[] segments = [.. target.Segments];
        if (segments is not ["v3", .. var path])
        {
            Violations.Add(ForeignPath);
            throw new VendorApiException(VendorApiError.NotFound);
        }

        if (request is { Method: "GET", Body.Length: > 0 })
            Violations.Add(BodyOnGet);

        Authenticate(request);
        return Route(request, path);
    }

    private StubAnswer Route(StubRequest request, string[] path)
    {
        var now = Clock.GetUtcNow();
        var seconds = now.ToUnixTimeSeconds();
        return (request.Method, path) switch
        {
            ("GET", ["users"]) => _users.List(request.Query, seconds),
            ("POST", ["users"]) => _users.Create(request, now),
            ("GET", ["results"]) => _results.Summaries(request.Query, seconds, LongestSpan),
            ("GET", ["results", "new"]) => _results.Expanded(request.Query, seconds, LongestSpan),
            ("GET", ["users", var id]) => VendorUserRoutes.Get(One(id), request.Query, seconds),
            ("PUT", ["users", var id]) => _users.Update(One(id), request, seconds),
            ("GET", ["users", var id, "results"]) => _results.OfOne(One(id), request.Query, seconds),
            ("POST", ["users", var id, "signon"]) when One(id) is not null => LinkRoutes.SignOn(request, now),
            ("GET", ["users", var id, "reportlink"]) when One(id) is not null => LinkRoutes.ReportLink(request.Query, now),
            ("GET", ["users", var id, "report"]) => LinkRoutes.Report(One(id), request.Query),
            (_, ["users" or "results"] or ["results", "new"] or ["users", _]
                or ["users", _, "results" or "signon" or "reportlink" or "report"]) =>
                throw new VendorApiException(VendorApiError.Verb),
            _ => throw new VendorApiException(VendorApiError.NotFound),
        };

        VendorRegistration One(string id)
        {
            if (id.Length == 0 || !id.All(char.IsAsciiDigit))
                throw VendorQuery.Bad("a user's id is a number");

            return Campus.Find(id) is { } one && one.Created <= seconds
                ? one
                : throw new VendorApiException(VendorApiError.NotFound);
        }
    }

    private void Authenticate(StubRequest request)
    {
        byte[] sent;
        try
        {
            sent = Convert.FromBase64String(request.Authorization("Basic") ?? "");
        }
        catch (FormatException)
        {
            sent = [];
        }

        if (!sent.Contains((byte)':'))
            throw new VendorApiException(VendorApiError.NoCredentials);

        if (!CryptographicOperations.FixedTimeEquals(sent, _credentials))
            throw new VendorApiException(VendorApiError.WrongCredentials);
    }

    private NoUserShape None() => NoUser != NoUserShape.InTurn
        ? NoUser
        : (NoUserShape)(1 + ((uint)Interlocked.Increment(ref _turn) % 3));
}
