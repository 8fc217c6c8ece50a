using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using FakeCampus.Vendor;

namespace FakeCampus.Tests.Vendor;

public sealed class EventShapeTests
{
    private const string Common =
        "callback_id callback_event user.user_id user.internal_id user.first_name user.last_name user.email " +
        "user.date_created user.metadata rest_api_uris.version rest_api_uris.user ";

    public static TheoryData<string, string> Presence => new()
    {
        { EventNames.Created, Common + "user.assessment_pin rest_api_uris.user_results" },
        {
            EventNames.SectionStart,
            Common + "user.completion_percentage user.date_updated rest_api_uris.report_link section.code"
        },
        {
            EventNames.SectionComplete,
            Common + "user.completion_percentage user.date_updated rest_api_uris.report_link section.code " +
            "section.completed section.date_scored section.results.readiness section.results.scores section.results.subscales"
        },
        { EventNames.Completed, Common + "user.assessment_pin user.date_updated rest_api_uris.user_results" },
        {
            EventNames.Stopped,
            Common + "user.assessment_pin user.completion_percentage user.date_updated rest_api_uris.user_results"
        },
    };

    [Theory]
    [MemberData(nameof(Presence))]
    public void Json_has_the_members_of_its_event_and_no_others(string name, string members)
    {
        var json = Json(Sample(name));

        Assert.Equal(Sorted(members.Split(' ')), Sorted(Leaves(json, "")));
    }

    [Theory]
    [MemberData(nameof(Presence))]
    public void Xml_has_the_elements_of_its_event_and_no_others(string name, string members)
    {
        var root = Xml(Sample(name)).Root!;

        var found = Leaves(root, "").Select(path => path switch
        {
            "@id" => "callback_id",
            "@event" => "callback_event",
            "rest_api_uris.@version" => "rest_api_uris.version",
            _ => path,
        });
        Assert.Equal("callback", root.Name.LocalName);
        Assert.Equal(Sorted(members.Split(' ')), Sorted(found));
    }

    [Theory]
    [InlineData(EventNames.SectionStart)]
    [InlineData(EventNames.SectionComplete)]
    [InlineData(EventNames.Completed)]
    [InlineData(EventNames.Stopped)]
    public void Json_members_are_alphabetical(string name)
    {
        foreach (var (path, keys) in Objects(Json(Sample(name)), "$"))
            Assert.True(keys.SequenceEqual(keys.Order(StringComparer.Ordinal)), path);
    }

    [Fact]
    public void Json_of_created_begins_with_its_id_instead()
    {
        Assert.Equal(
            ["callback_id", "callback_event", "user", "rest_api_uris"],
            Json(Sample(EventNames.Created)).AsObject().Select(member => member.Key));
    }

    [Fact]
    public void Every_json_figure_is_text_and_nothing_is_an_empty_array()
    {
        var json = Json(Sample(EventNames.SectionComplete));

        Assert.All(Values(json), value => Assert.Equal(System.Text.Json.JsonValueKind.String, value.GetValueKind()));
        Assert.Equal("[]", json["user"]!["metadata"]!.ToJsonString());
        Assert.Equal("true", json["section"]!["completed"]!.GetValue<string>());
    }

    [Fact]
    public void Xml_subscale_scores_have_no_wrapper_and_empty_elements_have_both_tags()
    {
        var text = Encoding.UTF8.GetString(VendorXml.Write(Sample(EventNames.SectionComplete)));
        var results = XDocument.Parse(text).Root!.Element("section")!.Element("results")!;

        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", text, StringComparison.Ordinal);
        Assert.Contains("<metadata></metadata>", text, StringComparison.Ordinal);
        Assert.Contains("<internal_id></internal_id>", text, StringComparison.Ordinal);
        Assert.Equal(3, results.Element("scores")!.Elements("score").Count());
        Assert.Equal(5, results.Element("subscales")!.Elements("subscale").Count());
        Assert.All(results.Descendants("subscale"), subscale =>
        {
            Assert.NotNull(subscale.Attribute("code"));
            Assert.Empty(subscale.Elements("scores"));
            Assert.Equal(3, subscale.Elements("score").Count());
        });
        Assert.All(results.Descendants("score"), score =>
            Assert.Equal(["value", "units", "type"], score.Elements().Select(element => element.Name.LocalName)));
    }

    [Fact]
    public void Both_formats_say_the_same()
    {
        var e = Sample(EventNames.SectionComplete);
        var fromJson = Json(e)["section"]!["results"]!["scores"]!.AsArray()
            .Select(score => (score!["type"]!.GetValue<string>(), score["units"]!.GetValue<string>(), score["value"]!.GetValue<string>()));
        var fromXml = Xml(e).Root!.Element("section")!.Element("results")!.Element("scores")!.Elements("score")
            .Select(score => ((string)score.Element("type")!, (string)score.Element("units")!, (string)score.Element("value")!));

        Assert.Equal(fromJson, fromXml);
    }

    // The first section is Life Factors, whose shape the vendor has published.
    private static AssessmentEvent Sample(string name)
    {
        var student = StudentRoster.Invent(1, 11)[0] with { InternalId = "" };
        var ending = name == EventNames.Stopped ? AssessmentEnding.Stopped : AssessmentEnding.Completed;
        return AssessmentScript.For(student, 5, new AssessmentPlan { Ending = ending })
            .Events.First(e => e.Event == name);
    }

    private static JsonNode Json(AssessmentEvent e) => JsonNode.Parse(VendorJson.Write(e))!;

    private static XDocument Xml(AssessmentEvent e) => XDocument.Load(new MemoryStream(VendorXml.Write(e)));

    private static string[] Sorted(IEnumerable<string> names) => [.. names.Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Leaves(JsonNode node, string path) => node is JsonObject members
        ? members.SelectMany(member => Leaves(member.Value!, path.Length == 0 ? member.Key : $"{path}.{member.Key}"))
        : [path];

    private static IEnumerable<string> Leaves(XElement element, string path)
    {
        var prefix = path.Length == 0 ? "" : path + ".";
        var attributes = element.Attributes().Select(attribute => $"{prefix}@{attribute.Name}");
        return element.Name.LocalName is "scores" or "subscales" || !(element.HasElements || element.HasAttributes)
            ? [path]
            : attributes.Concat(element.Elements().SelectMany(child => Leaves(child, prefix + child.Name.LocalName)));
    }

    private static IEnumerable<(string Path, string[] Keys)> Objects(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Objects(member.Value, $"{path}.{member.Key}"))
            .Prepend((path, [.. members.Select(member => member.Key)])),
        JsonArray items => items.SelectMany(item => Objects(item, path + "[]")),
        _ => [],
    };

    private static IEnumerable<JsonValue> Values(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(member => Values(member.Value)),
        JsonArray items => items.SelectMany(Values),
        JsonValue value => [value],
        _ => [],
    };
}
