using System.Globalization;
using System.Text.Json.Nodes;

namespace FakeCampus.Ethos;

/// <summary>What the resources look like when they are read. Enumerations without a value are empty texts.</summary>
internal static class EthosJson
{
    public static JsonObject Credentials(EthosPerson person) => new()
    {
        ["id"] = person.Id.ToString(),
        ["credentials"] = Credentials(person.Credentials),
    };

    public static JsonObject Person(EthosPerson person) => new()
    {
        ["id"] = person.Id.ToString(),
        ["privacyStatus"] = new JsonObject { ["privacyCategory"] = "unrestricted" },
        ["names"] = new JsonArray(new JsonObject { ["fullName"] = person.Name, ["preference"] = "preferred" }),
        ["gender"] = "",
        ["credentials"] = Credentials(person.Credentials),
        ["emails"] = new JsonArray([.. person.Emails.Select(address => new JsonObject
        {
            ["type"] = new JsonObject { ["emailType"] = "school" },
            ["preference"] = "",
            ["address"] = address,
        })]),
    };

    public static JsonObject Assessment(EthosAssessment assessment) => new()
    {
        ["id"] = assessment.Id.ToString(),
        ["code"] = assessment.Code,
        ["title"] = assessment.Title,
        ["calculationMethod"] = "",
        ["validScores"] = new JsonObject
        {
            ["range"] = new JsonObject
            {
                ["minimum"] = assessment.Minimum,
                ["maximum"] = assessment.Maximum,
                ["increment"] = assessment.Increment,
            },
        },
    };

    public static JsonObject Score(EthosScore score)
    {
        var json = new JsonObject
        {
            ["id"] = score.Id.ToString(),
            ["student"] = Reference(score.StudentId),
            ["assessment"] = Reference(score.AssessmentId),
            ["assessedOn"] = score.AssessedOn.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ["score"] = new JsonObject { ["type"] = "numeric", ["value"] = score.Value },
            ["preference"] = "",
            ["reported"] = "",
            ["status"] = score.Status,
        };
        if (score.SourceId is { } source)
            json["source"] = Reference(source);

        if (score.Comment is { Length: > 0 } comment)
            json["comment"] = comment;

        if (score.Form is { } form)
            json["form"] = new JsonObject { ["name"] = form.Name, ["number"] = form.Number };

        if (score.Percentiles is { Count: > 0 } percentiles)
        {
            json["percentiles"] = new JsonArray([.. percentiles.Select(each =>
                new JsonObject { ["type"] = each.Type, ["value"] = each.Value })]);
        }

        return json;
    }

    private static JsonObject Reference(Guid id) => new() { ["id"] = id.ToString() };

    private static JsonArray Credentials(IEnumerable<EthosCredential> credentials) =>
        new([.. credentials.Select(each => new JsonObject { ["type"] = each.Type, ["value"] = each.Value })]);
}
