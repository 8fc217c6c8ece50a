using System.Text.Json.Nodes;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.XApi;

/// <summary>
/// Writes results as statements. The same result is the same statement to the byte, whenever it is written: nothing in it
/// comes from the clock or from chance.
/// </summary>
internal sealed class XApiStatements(string homePage, string activityBase)
{
    /// <summary>Grows when the same result is written in another way, so that the statements before stay what they are.</summary>
    private const string MappingVersion = "1";

    private static readonly Guid Space = new("c0f6a5f2-4d9e-4e0b-8f6c-5a3d1b7e2a94");
    private static readonly XApiVerb Completed = new("http://adlnet.gov/expapi/verbs/completed", new XApiText("completed"));

    /// <summary>The statement of a delivery.</summary>
    public XApiStatement Of(Delivery delivery, string account) => Of(delivery.Result, delivery.Operation, account);

    /// <summary>The activity that a result is about.</summary>
    public string ActivityIdOf(SectionResult result) => ActivityOf(result).Id;

    /// <summary>The statement of a result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="operation">The delivery's operation, which tells results without a time of scoring apart.</param>
    /// <param name="account">The student's account.</param>
    public XApiStatement Of(SectionResult result, string operation, string account)
    {
        var time = ResultText.Time(result);
        var name = string.Join('|', MappingVersion, homePage, result.Student.UserId, result.Section, time ?? operation);
        return new XApiStatement
        {
            Id = NameUuid.Of(Space, name).ToString(),
            Actor = new XApiActor(new XApiAccount(homePage, account)),
            Verb = Completed,
            Object = ActivityOf(result),
            Result = new XApiResult
            {
                Success = result.Readiness?.ToLowerInvariant() switch { "pass" => true, "fail" => false, _ => null },
                Score = ScoreOf(result),
                Extensions = ExtensionsOf(result),
            },
            Timestamp = time,
        };
    }

    private XApiActivity ActivityOf(SectionResult result)
    {
        var (path, name) = result.IsCompletion
            ? ("assessment", "SmarterMeasure")
            : ($"sections/{Uri.EscapeDataString(result.Section)}", $"SmarterMeasure {result.Section}");
        return new XApiActivity(
            activityBase + path,
            new XApiDefinition("http://adlnet.gov/expapi/activities/assessment", new XApiText(name)));
    }

    private static XApiScore? ScoreOf(SectionResult result) => result.IsGradable
        ? new XApiScore(ResultText.Shortest(result.Percent!.Value / 100), ResultText.Shortest(result.Percent.Value))
        : null;

    private JsonObject? ExtensionsOf(SectionResult result)
    {
        var extensions = new JsonObject();

        // "question" has no place of its own in a statement.
        if (result.Readiness is { Length: > 0 } readiness)
            extensions.Add($"{activityBase}extensions/readiness", JsonValue.Create(readiness));

        if (result.Subscales is { Count: > 0 })
        {
            var subscales = new JsonObject();
            foreach (var (code, percent) in result.Subscales.OrderBy(subscale => subscale.Key, StringComparer.Ordinal))
                subscales.Add(code, JsonValue.Create(ResultText.Shortest(percent)));
            extensions.Add($"{activityBase}extensions/subscales", subscales);
        }

        return extensions.Count == 0 ? null : extensions;
    }
}
