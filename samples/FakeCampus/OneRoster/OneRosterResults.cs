using System.Globalization;
using System.Text.Json.Nodes;
using FakeCampus.Serving;

namespace FakeCampus.OneRoster;

/// <summary>The list of assessment results: filtered by line item, student or id, cut to pages, in the order of their ids.</summary>
internal static class OneRosterResults
{
    public static StubAnswer List(OneRosterCampus campus, StubRequest request)
    {
        var query = FormFields.Parse(request.Query);
        if (query.All.Any(field => field.Key is not ("filter" or "limit" or "offset")))
            return OneRosterErrors.BadSelection("The query has a parameter that is not supported.");

        if (!Number(query["limit"], 100, out var limit) || !Number(query["offset"], 0, out var offset) || limit == 0)
            return OneRosterErrors.BadSelection("limit and offset must be numbers, limit at least 1.");

        var results = campus.Results;
        if (query["filter"] is { } text)
        {
            if (OneRosterFilter.Parse(text, "assessmentLineItem.sourcedId", "student.sourcedId", "sourcedId") is not { } filter)
                return OneRosterErrors.BadFilter();

            results = [.. results.Where(result => filter.Matches(ValueOf(result, filter.Field)))];
        }

        var page = results
            .OrderBy(result => result.SourcedId, StringComparer.Ordinal)
            .Skip(offset).Take(limit)
            .Select(result => JsonObject.Create(result.Content.Clone()));
        return StubAnswer.Json(200, new JsonObject { ["assessmentResults"] = new JsonArray([.. page]) }.ToJsonString())
            .With("X-Total-Count", results.Count.ToString(CultureInfo.InvariantCulture));
    }

    private static string? ValueOf(OneRosterRecord result, string field) => field == "sourcedId"
        ? result.SourcedId
        : result.Content.GetProperty(field.Split('.')[0]).GetProperty("sourcedId").GetString();

    private static bool Number(string? text, int missing, out int number)
    {
        number = missing;
        return text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
