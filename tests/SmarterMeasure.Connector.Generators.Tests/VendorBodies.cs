namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>The five events as the vendor shapes them, the same facts once in JSON and once in XML.</summary>
internal static class VendorBodies
{
    private const string Id = "0c5fd27b1ea94db6a1f03a9d7be46c21";

    public static TheoryData<string> Formats => ["json", "xml"];

    public static string Of(string eventName, string format) => (eventName, format) switch
    {
        (SmarterMeasureEvents.SectionComplete, "json") => SectionCompleteJson,
        (SmarterMeasureEvents.SectionComplete, _) => SectionCompleteXml,
        (SmarterMeasureEvents.SectionStart, "json") => SectionStartJson,
        (SmarterMeasureEvents.SectionStart, _) => SectionStartXml,
        (SmarterMeasureEvents.Created, "json") => CreatedJson,
        (SmarterMeasureEvents.Created, _) => CreatedXml,
        (_, "json") => EndJson(eventName),
        _ => EndXml(eventName),
    };

    private const string CreatedJson = $$"""
        {
          "callback_id": "{{Id}}",
          "callback_event": "assessment.created",
          "user": {
            "user_id": "7319054", "internal_id": "", "first_name": "Ada", "last_name": "Quill", "email": "ada@example.edu",
            "assessment_pin": "p1N-tEsT", "date_created": "2026-03-02T14:05:06Z", "metadata": []
          },
          "rest_api_uris": { "version": "3", "user": "/users/7319054", "user_results": "/users/7319054/results" }
        }
        """;

    private const string CreatedXml = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="{Id}" event="assessment.created">
          <user>
            <user_id>7319054</user_id><internal_id></internal_id>
            <first_name>Ada</first_name><last_name>Quill</last_name><email>ada@example.edu</email>
            <assessment_pin>p1N-tEsT</assessment_pin><date_created>2026-03-02T14:05:06Z</date_created>
            <metadata></metadata>
          </user>
          <rest_api_uris version="3">
            <user>/users/7319054</user><user_results>/users/7319054/results</user_results>
          </rest_api_uris>
        </callback>
        """;

    private const string SectionStartJson = $$"""
        {
          "callback_event": "assessment.section-start",
          "callback_id": "{{Id}}",
          "rest_api_uris": { "report_link": "/users/7319054/reportlink", "user": "/users/7319054", "version": "3" },
          "section": { "code": "student-svc-interest" },
          "user": {
            "completion_percentage": "28", "date_created": "2026-03-02T14:05:06Z", "date_updated": "2026-03-02T14:09:10Z",
            "email": "ada@example.edu", "first_name": "Ada", "internal_id": "S-100", "last_name": "Quill",
            "metadata": { "campus": "North" }, "user_id": "7319054"
          }
        }
        """;

    private const string SectionStartXml = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="{Id}" event="assessment.section-start">
          <user>
            <user_id>7319054</user_id><internal_id>S-100</internal_id>
            <first_name>Ada</first_name><last_name>Quill</last_name><email>ada@example.edu</email>
            <completion_percentage>28</completion_percentage>
            <date_created>2026-03-02T14:05:06Z</date_created><date_updated>2026-03-02T14:09:10Z</date_updated>
            <metadata><campus>North</campus></metadata>
          </user>
          <section><code>student-svc-interest</code></section>
          <rest_api_uris version="3">
            <user>/users/7319054</user><report_link>/users/7319054/reportlink</report_link>
          </rest_api_uris>
        </callback>
        """;

    public const string SectionCompleteJson = $$"""
        {
          "callback_event": "assessment.section-complete",
          "callback_id": "{{Id}}",
          "rest_api_uris": { "report_link": "/users/7319054/reportlink", "user": "/users/7319054", "version": "3" },
          "section": {
            "code": "LifeFactors", "completed": "true", "date_scored": "2026-03-02T14:10:00Z",
            "results": {
              "readiness": "question",
              "scores": [
                { "type": "possible", "units": "points", "value": "40" },
                { "type": "earned", "units": "points", "value": "31" },
                { "type": "calculated-percentage", "units": "percentage", "value": "77.5" }
              ],
              "subscales": [
                { "code": "place", "scores": [
                  { "type": "possible", "units": "points", "value": "20" },
                  { "type": "earned", "units": "points", "value": "14" }
                ]},
                { "code": "reason", "scores": [
                  { "type": "earned", "units": "points", "value": "17" }
                ]}
              ]
            }
          },
          "user": {
            "completion_percentage": "42", "date_created": "2026-03-02T14:05:06Z", "date_updated": "2026-03-02T14:09:10Z",
            "email": "ada@example.edu", "first_name": "Ada", "internal_id": "", "last_name": "Quill",
            "metadata": [], "user_id": "7319054"
          }
        }
        """;

    public const string SectionCompleteXml = $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="{Id}" event="assessment.section-complete">
          <user>
            <user_id>7319054</user_id><internal_id></internal_id>
            <first_name>Ada</first_name><last_name>Quill</last_name><email>ada@example.edu</email>
            <completion_percentage>42</completion_percentage>
            <date_created>2026-03-02T14:05:06Z</date_created><date_updated>2026-03-02T14:09:10Z</date_updated>
            <metadata></metadata>
          </user>
          <section>
            <code>LifeFactors</code><completed>true</completed><date_scored>2026-03-02T14:10:00Z</date_scored>
            <results>
              <readiness>question</readiness>
              <scores>
                <score><value>40</value><units>points</units><type>possible</type></score>
                <score><value>31</value><units>points</units><type>earned</type></score>
                <score><value>77.5</value><units>percentage</units><type>calculated-percentage</type></score>
              </scores>
              <subscales>
                <subscale code="place">
                  <score><value>20</value><units>points</units><type>possible</type></score>
                  <score><value>14</value><units>points</units><type>earned</type></score>
                </subscale>
                <subscale code="reason">
                  <score><value>17</value><units>points</units><type>earned</type></score>
                </subscale>
              </subscales>
            </results>
          </section>
          <rest_api_uris version="3">
            <user>/users/7319054</user><report_link>/users/7319054/reportlink</report_link>
          </rest_api_uris>
        </callback>
        """;

    private static string EndJson(string eventName) => $$"""
        {
          "callback_event": "{{eventName}}",
          "callback_id": "{{Id}}",
          "rest_api_uris": { "user": "/users/7319054", "user_results": "/users/7319054/results", "version": "3" },
          "user": {
            "assessment_pin": "p1N-tEsT", "completion_percentage": "98.5",
            "date_created": "2026-03-02T14:05:06Z", "date_updated": "2026-03-02T14:09:10Z",
            "email": "ada@example.edu", "first_name": "Ada", "internal_id": "S-100", "last_name": "Quill",
            "metadata": [], "user_id": "7319054"
          }
        }
        """;

    private static string EndXml(string eventName) => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="{Id}" event="{eventName}">
          <user>
            <user_id>7319054</user_id><internal_id>S-100</internal_id>
            <first_name>Ada</first_name><last_name>Quill</last_name><email>ada@example.edu</email>
            <assessment_pin>p1N-tEsT</assessment_pin>
            <date_created>2026-03-02T14:05:06Z</date_created><date_updated>2026-03-02T14:09:10Z</date_updated>
            <completion_percentage>98.5</completion_percentage><metadata></metadata>
          </user>
          <rest_api_uris version="3">
            <user>/users/7319054</user><user_results>/users/7319054/results</user_results>
          </rest_api_uris>
        </callback>
        """;
}
