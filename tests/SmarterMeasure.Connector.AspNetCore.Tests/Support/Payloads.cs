namespace SmarterMeasure.Connector.AspNetCore.Tests.Support;

/// <summary>Bodies of the vendor's shape, with values of our own.</summary>
internal static class Payloads
{
    public static string NewId() => Guid.NewGuid().ToString("N");

    public static string Json(string id, string name = SmarterMeasureEvents.SectionStart, string percentage = "40") => $$"""
        {
          "callback_event": "{{name}}",
          "callback_id": "{{id}}",
          "rest_api_uris": { "report_link": "/users/9000417/reportlink", "user": "/users/9000417", "version": "3" },
          "section": { "code": "Reading" },
          "user": {
            "completion_percentage": "{{percentage}}",
            "date_created": "2026-08-03T09:15:00Z",
            "date_updated": "2026-08-03T09:21:44Z",
            "email": "ada@school.example.edu",
            "first_name": "Ada",
            "internal_id": "",
            "last_name": "Example",
            "metadata": [],
            "user_id": "9000417"
          }
        }
        """;

    public static string Xml(string id, string name = SmarterMeasureEvents.SectionStart) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="{id}" event="{name}">
          <user>
            <user_id>9000418</user_id>
            <internal_id></internal_id>
            <first_name>Ada</first_name>
            <last_name>Example</last_name>
            <email>ada@school.example.edu</email>
            <completion_percentage>40</completion_percentage>
            <date_created>2026-08-03T09:15:00Z</date_created>
            <date_updated>2026-08-03T09:21:44Z</date_updated>
            <metadata></metadata>
          </user>
          <section><code>Reading</code></section>
          <rest_api_uris version="3"><user>/users/9000418</user></rest_api_uris>
        </callback>
        """;

    public const string XmlBomb = """
        <?xml version="1.0"?>
        <!DOCTYPE callback [
          <!ENTITY a "aaaaaaaaaaaaaaaaaaaa">
          <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
          <!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">
        ]>
        <callback id="b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0" event="assessment.created"><user><user_id>&c;</user_id></user></callback>
        """;
}
