using Refit;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Moodle's one address for all functions of its web services.</summary>
[Headers("Accept: application/json", "User-Agent: SmarterMeasure.Connector")]
internal interface IMoodleApi
{
    /// <summary>Calls a function. Errors come with status 200: see <see cref="MoodleAnswers"/>.</summary>
    [Post("/webservice/rest/server.php")]
    Task<IApiResponse<string>> CallAsync([Body] HttpContent form, CancellationToken cancel);
}
