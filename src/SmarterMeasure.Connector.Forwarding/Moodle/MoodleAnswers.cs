using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Refit;
using SmarterMeasure.Connector.Forwarding.Answers;
using SmarterMeasure.Connector.Forwarding.Flow;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Reads Moodle's answers: its errors come with status 200 and an exception for a body.</summary>
internal sealed class MoodleAnswers(FlowControl flow) : AnswerReading(flow)
{
    private static readonly TimeSpan RefusedPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan MaintenancePause = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    // An empty 403 is the REST protocol switched off for the whole site: no delivery's fault.
    protected override DeliveryOutcome? Refused(IApiResponse answer, string call) =>
        answer.StatusCode == HttpStatusCode.Forbidden && string.IsNullOrWhiteSpace(TextOf(answer))
            ? DeliveryOutcome.Pause("moodle_rest_disabled", RefusedPause)
            : null;

    /// <summary>What follows from a failed call; null when it succeeded.</summary>
    public DeliveryOutcome? FailureOf(IApiResponse<string> answer, string call) => FailureOf(answer, call, static (_, _) => null);

    /// <summary>As <see cref="FailureOf(IApiResponse{string}, string)"/>, for a function that answers nothing but <c>null</c>.</summary>
    public DeliveryOutcome? FailureOfVoid(IApiResponse<string> answer, string call) =>
        FailureOf(answer, call, static (body, call) => body.ValueKind == JsonValueKind.Null ? null : Unreadable(call));

    /// <summary>As <see cref="FailureOf(IApiResponse{string}, string)"/>, for a function that answers warnings, which are its errors.</summary>
    public DeliveryOutcome? FailureOfUpdate(IApiResponse<string> answer, string call) =>
        FailureOf(answer, call, static (body, call) => body.ValueKind switch
        {
            JsonValueKind.Null => null, // Older ones answer nothing.
            JsonValueKind.Object
                when body.TryGetProperty("warnings", out var warnings) && warnings.ValueKind == JsonValueKind.Array =>
                FailureIn(warnings, $"{call}_warning"),
            _ => Unreadable(call),
        });

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

    private DeliveryOutcome? FailureOf(
        IApiResponse<string> answer, string call, Func<JsonElement, string, DeliveryOutcome?> failureIn)
    {
        if (FailureOf((IApiResponse)answer, call) is { } failure)
            return failure;

        // A notice of PHP's after the body, or a body that was cut, says nothing of what was done.
        if (Parse(answer.Content) is not { } body)
            return Unreadable(call);
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("exception", out _))
            return failureIn(body, call);

        var code = Text(body, "errorcode");
        return string.IsNullOrWhiteSpace(code)
            ? DeliveryOutcome.Retry(call) with { IsAmbiguous = true }
            : ExceptionFailure(code, call);
    }

    private static DeliveryOutcome Unreadable(string call) =>
        DeliveryOutcome.Retry($"{call}_unreadable") with { IsAmbiguous = true };

    // Moodle answers objects, lists, null and numbers; a text or a flag comes from something else.
    private static JsonElement? Parse(string? body)
    {
        try
        {
            var element = JsonElement.Parse(body ?? "");
            return element.ValueKind is JsonValueKind.String or JsonValueKind.True or JsonValueKind.False ? null : element;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement body, string name) =>
        body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    // A warning means what an exception of its code would; the worst of several counts.
    private static DeliveryOutcome? FailureIn(JsonElement warnings, string call)
    {
        var failures = warnings.EnumerateArray().Select(warning => ExceptionFailure(WarningCode(warning), call)).ToList();
        return failures.Find(failure => failure.State == DeliveryState.Dead) ?? failures.FirstOrDefault();
    }

    private static string WarningCode(JsonElement warning)
    {
        if (warning.ValueKind != JsonValueKind.Object || !warning.TryGetProperty("warningcode", out var value))
            return "unknown";

        var code = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(warning, "warningcode");
        return code is { Length: > 0 and <= 40 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? code : "unknown";
    }

    // The class of the exception changed with 4.5; the code did not. What is wrong with the account or the site is no delivery's
    // fault: it rests. What only one function refuses keeps the others going.
    private static DeliveryOutcome ExceptionFailure(string code, string call)
    {
        var isCode = code.Length <= 60 && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/');
        var reason = isCode ? $"{call}: {code}" : call;
        return code switch
        {
            "sitemaintenance" or "upgraderunning" => DeliveryOutcome.Pause(reason, MaintenancePause),
            "dbconnectionfailed" => DeliveryOutcome.Pause(reason, MaintenancePause) with { IsAmbiguous = true },
            // invalidresponse: the answer is checked after the effect.
            "dmlwriteexception" or "dmlreadexception" or "sessionwaiterr" or "invalidresponse" =>
                DeliveryOutcome.Retry(reason) with { IsAmbiguous = true },
            "invalidtoken" or "usernotconfirmed" or "passwordisexpired" or "sitepolicynotagreed" or "forcepasswordchangenotice"
                or "usernotfullysetup" => DeliveryOutcome.Pause($"unauthorized: {code}", RefusedPause),
            "accessexception" or "nopermissions" or "requireloginerror" => call == "moodle_lookup"
                ? DeliveryOutcome.Pause($"unauthorized: {code}", RefusedPause) // Without it nothing can be delivered.
                : DeliveryOutcome.Blocked($"refused: {reason}", RefusedPause),
            _ when isCode && code.StartsWith("wsaccessuser", StringComparison.Ordinal) =>
                DeliveryOutcome.Pause($"unauthorized: {code}", RefusedPause),
            _ => DeliveryOutcome.Dead(reason),
        };
    }
}
