using System.Text.Json;

namespace FakeCampus.Blackboard;

/// <summary>Reads the body of a POST of a column.</summary>
internal static class ColumnInput
{
    public static (string? ExternalId, string Name, double Possible, bool IsAvailable, bool IsInCalculations)? Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object
            || Text(body, "name") is not { Length: > 0 } name
            || !body.TryGetProperty("score", out var score)
            || score.ValueKind != JsonValueKind.Object
            || !score.TryGetProperty("possible", out var possible)
            || possible.ValueKind != JsonValueKind.Number
            || possible.GetDouble() < 0
            || !body.TryGetProperty("grading", out var grading)
            || grading.ValueKind != JsonValueKind.Object
            || Text(grading, "type") != "Manual")
            return null;

        var available = body.TryGetProperty("availability", out var availability)
            && availability.ValueKind == JsonValueKind.Object
                ? Text(availability, "available") ?? "Yes"
                : "Yes";

        // Whether the member is taken on input is not established: a column counts unless it says otherwise.
        var counts = !body.TryGetProperty("includeInCalculations", out var included) || included.ValueKind != JsonValueKind.False;
        return available is "Yes" or "No"
            ? (Text(body, "externalId"), name, possible.GetDouble(), available == "Yes", counts)
            : null;
    }

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
