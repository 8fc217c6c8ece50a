using Refit;

namespace SmarterMeasure.Connector.Forwarding.Ethos;

/// <summary>
/// The Ethos Integration calls that a test score needs. Versions are media types, on both <c>Accept</c> and
/// <c>Content-Type</c>, see <see cref="EthosMediaType"/>.
/// </summary>
[Headers("User-Agent: SmarterMeasure.Connector")]
internal interface IEthosApi
{
    /// <summary>The persons with a credential.</summary>
    [Get("/api/persons-credentials")]
    Task<IApiResponse<IReadOnlyList<EthosPerson>>> FindPersonsAsync(
        string criteria, [Header("Accept")] string version, CancellationToken cancel);

    /// <summary>The persons with an e-mail address; not every system applies the criteria.</summary>
    [Get("/api/persons")]
    Task<IApiResponse<IReadOnlyList<EthosPerson>>> FindPersonsByEmailAsync(
        string criteria, [Header("Accept")] string version, CancellationToken cancel);

    /// <summary>A page of the tests that the college has registered.</summary>
    [Get("/api/aptitude-assessments")]
    Task<IApiResponse<IReadOnlyList<EthosAssessment>>> GetAssessmentsAsync(
        int offset, int limit, [Header("Accept")] string version, CancellationToken cancel);

    /// <summary>A page of the scores that fit.</summary>
    [Get("/api/student-aptitude-assessments")]
    Task<IApiResponse<IReadOnlyList<EthosScore>>> FindScoresAsync(
        string criteria, int offset, int limit, [Header("Accept")] string version, CancellationToken cancel);

    /// <summary>A score.</summary>
    [Get("/api/student-aptitude-assessments/{id}")]
    Task<IApiResponse<EthosScore>> GetScoreAsync(string id, [Header("Accept")] string version, CancellationToken cancel);

    /// <summary>Adds a score; each call adds one.</summary>
    [Post("/api/student-aptitude-assessments")]
    Task<IApiResponse<EthosScore>> PostScoreAsync(
        [Body] EthosScoreBody score, [Header("Accept")] string version, [Header("Content-Type")] string content,
        CancellationToken cancel);

    /// <summary>Replaces a score; in Colleague what is not named stays as it was. Answers what stands.</summary>
    [Put("/api/student-aptitude-assessments/{id}")]
    Task<IApiResponse<EthosScore>> PutScoreAsync(
        string id, [Body] EthosScoreBody score, [Header("Accept")] string version, [Header("Content-Type")] string content,
        CancellationToken cancel);
}
