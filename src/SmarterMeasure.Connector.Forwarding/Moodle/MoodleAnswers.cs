using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Reads Moodle's answers: its errors come with status 200 and an exception for a body.</summary>
internal sealed class MoodleAnswers(FlowControl flow) : AnswerReading(flow)
{
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaintenancePause = TimeSpan.FromMinutes(1);

    /// <summary>What follows from a failed call; null when it succeeded.</summary>
    public DeliveryOutcome? FailureOf(IApiResponse<string> answer, string call)
    {
        if (FailureOf((IApiResponse)answer, call) is { } failure)
            return failure;

        var body = answer.Content?.Trim() ?? "";
        if (body.Length == 0 || body[0] is not ('{' or '[' or 'n' or '-' or (>= '0' and <= '9')))
            return DeliveryOutcome.Retry($"{call}_unreadable") with { IsAmbiguous = true };

        return body[0] == '{' && Read(body, MoodleJson.Default.MoodleException) is { ErrorCode: { } code, Exception: not null }
            ? ExceptionFailure(code, call)
            : null;
    }

    /// <summary>Reads a body that succeeded; null when it is not of that shape.</summary>
    public static T? Read<T>(string? body, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return body is null ? null : JsonSerializer.Deserialize(body, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The class of the exception changed with 4.5; the code did not.
    private static DeliveryOutcome ExceptionFailure(string code, string call)
    {
        var reason = code.Length <= 60 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/') ? $"{call}: {code}" : call;
        return code switch
        {
            "sitemaintenance" or "upgraderunning" => DeliveryOutcome.Pause(reason, MaintenancePause),
            "dmlwriteexception" or "dmlreadexception" or "dbconnectionfailed" or "sessionwaiterr" =>
                DeliveryOutcome.Retry(reason) with { IsAmbiguous = true },
            "invalidtoken" or "accessexception" or "usernotconfirmed" or "passwordisexpired" =>
                DeliveryOutcome.Pause($"unauthorized: {code}", RefusedPause),
            _ when code.StartsWith("wsaccessuser", StringComparison.Ordinal) =>
                DeliveryOutcome.Pause($"unauthorized: {code}", RefusedPause),
            _ => DeliveryOutcome.Dead(reason),
        };
    }
}

/// <summary>An error of Moodle's.</summary>
internal sealed record MoodleException(string? Exception, [property: JsonPropertyName("errorcode")] string? ErrorCode);

/// <summary>What is read of a user. Holds personal data.</summary>
internal sealed record MoodleUser
{
    /// <summary>Moodle's own number.</summary>
    public required long Id { get; init; }

    /// <summary>The school's id.</summary>
    [JsonPropertyName("idnumber")]
    public string? IdNumber { get; init; }

    /// <summary>The name that the student logs in with.</summary>
    public string? Username { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Says which user it is, and nothing personal.</summary>
    public override string ToString() => $"MoodleUser {{ Id = {Id} }}";
}

/// <summary>What an update answers: the users that it could not change.</summary>
internal sealed record MoodleWarnings(IReadOnlyList<MoodleWarning>? Warnings);

/// <summary>Why a user was not changed.</summary>
internal sealed record MoodleWarning([property: JsonPropertyName("warningcode")] string? WarningCode);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(MoodleException))]
[JsonSerializable(typeof(MoodleWarnings))]
[JsonSerializable(typeof(IReadOnlyList<MoodleUser>))]
internal sealed partial class MoodleJson : JsonSerializerContext;
