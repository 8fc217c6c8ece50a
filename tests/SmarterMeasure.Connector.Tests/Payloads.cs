using System.Text;

namespace SmarterMeasure.Connector.Tests;

/// <summary>Bodies of the shapes that the vendor sends: the five documented events in both formats.</summary>
internal static class Payloads
{
    public const string CreatedJson = """
        {
          "callback_id": "0f3c9b7d52e84a1693ab4cde71f80265",
          "callback_event": "assessment.created",
          "user": {
            "user_id": "7340918",
            "internal_id": "",
            "first_name": "Mira",
            "last_name": "Okafor",
            "email": "mira.okafor@example.edu",
            "assessment_pin": "q4TzWb8N",
            "date_created": "2026-02-03T14:05:11Z",
            "metadata": []
          },
          "rest_api_uris": { "version": "3", "user": "/users/7340918", "user_results": "/users/7340918/results" }
        }
        """;

    public const string CreatedXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="0f3c9b7d52e84a1693ab4cde71f80265" event="assessment.created">
          <user>
            <user_id>7340918</user_id>
            <internal_id></internal_id>
            <first_name>Mira</first_name>
            <last_name>Okafor</last_name>
            <email>mira.okafor@example.edu</email>
            <assessment_pin>q4TzWb8N</assessment_pin>
            <date_created>2026-02-03T14:05:11Z</date_created>
            <metadata></metadata>
          </user>
          <rest_api_uris version="3">
            <user>/users/7340918</user>
            <user_results>/users/7340918/results</user_results>
          </rest_api_uris>
        </callback>
        """;

    public const string SectionStartJson = """
        {
          "callback_event": "assessment.section-start",
          "callback_id": "b61d0e94c7354f0f8f2c17a9d3e4b580",
          "rest_api_uris": { "report_link": "/users/7340918/reportlink", "user": "/users/7340918", "version": "3" },
          "section": { "code": "LifeFactors" },
          "user": {
            "completion_percentage": "0",
            "date_created": "2026-02-03T14:05:11Z",
            "date_updated": "2026-02-03T14:06:40Z",
            "email": "mira.okafor@example.edu",
            "first_name": "Mira",
            "internal_id": "",
            "last_name": "Okafor",
            "metadata": [],
            "user_id": "7340918"
          }
        }
        """;

    public const string SectionStartXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="b61d0e94c7354f0f8f2c17a9d3e4b580" event="assessment.section-start">
          <user>
            <user_id>7340918</user_id>
            <internal_id></internal_id>
            <first_name>Mira</first_name>
            <last_name>Okafor</last_name>
            <email>mira.okafor@example.edu</email>
            <completion_percentage>0</completion_percentage>
            <date_created>2026-02-03T14:05:11Z</date_created>
            <date_updated>2026-02-03T14:06:40Z</date_updated>
            <metadata></metadata>
          </user>
          <section>
            <code>LifeFactors</code>
          </section>
          <rest_api_uris version="3">
            <user>/users/7340918</user>
            <report_link>/users/7340918/reportlink</report_link>
          </rest_api_uris>
        </callback>
        """;

    public const string SectionCompleteJson = """
        {
          "callback_event": "assessment.section-complete",
          "callback_id": "b61d0e94c7354f0f8f2c17a9d3e4b580",
          "rest_api_uris": { "report_link": "/users/7340918/reportlink", "user": "/users/7340918", "version": "3" },
          "section": {
            "code": "LifeFactors",
            "completed": "true",
            "date_scored": "2026-02-03T14:12:00Z",
            "results": {
              "readiness": "pass",
              "scores": [
                { "type": "possible", "units": "points", "value": "100" },
                { "type": "earned", "units": "points", "value": "78" },
                { "type": "calculated-percentage", "units": "percentage", "value": "78" }
              ],
              "subscales": [
                {
                  "code": "place",
                  "scores": [
                    { "type": "possible", "units": "points", "value": "20" },
                    { "type": "earned", "units": "points", "value": "16.5" },
                    { "type": "calculated-percentage", "units": "percentage", "value": "82.5" }
                  ]
                },
                {
                  "code": "skills",
                  "scores": [
                    { "type": "possible", "units": "points", "value": "20" },
                    { "type": "earned", "units": "points", "value": "12" },
                    { "type": "calculated-percentage", "units": "percentage", "value": "60" }
                  ]
                }
              ]
            }
          },
          "user": {
            "completion_percentage": "17",
            "date_created": "2026-02-03T14:05:11Z",
            "date_updated": "2026-02-03T14:11:58Z",
            "email": "mira.okafor@example.edu",
            "first_name": "Mira",
            "internal_id": "",
            "last_name": "Okafor",
            "metadata": [],
            "user_id": "7340918"
          }
        }
        """;

    public const string SectionCompleteXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="b61d0e94c7354f0f8f2c17a9d3e4b580" event="assessment.section-complete">
          <user>
            <user_id>7340918</user_id>
            <internal_id></internal_id>
            <first_name>Mira</first_name>
            <last_name>Okafor</last_name>
            <email>mira.okafor@example.edu</email>
            <completion_percentage>17</completion_percentage>
            <date_created>2026-02-03T14:05:11Z</date_created>
            <date_updated>2026-02-03T14:11:58Z</date_updated>
            <metadata></metadata>
          </user>
          <section>
            <code>LifeFactors</code>
            <completed>true</completed>
            <date_scored>2026-02-03T14:12:00Z</date_scored>
            <results>
              <readiness>pass</readiness>
              <scores>
                <score><value>100</value><units>points</units><type>possible</type></score>
                <score><value>78</value><units>points</units><type>earned</type></score>
                <score><value>78</value><units>percentage</units><type>calculated-percentage</type></score>
              </scores>
              <subscales>
                <subscale code="place">
                  <score><value>20</value><units>points</units><type>possible</type></score>
                  <score><value>16.5</value><units>points</units><type>earned</type></score>
                  <score><value>82.5</value><units>percentage</units><type>calculated-percentage</type></score>
                </subscale>
                <subscale code="skills">
                  <score><value>20</value><units>points</units><type>possible</type></score>
                  <score><value>12</value><units>points</units><type>earned</type></score>
                  <score><value>60</value><units>percentage</units><type>calculated-percentage</type></score>
                </subscale>
              </subscales>
            </results>
          </section>
          <rest_api_uris version="3">
            <user>/users/7340918</user>
            <report_link>/users/7340918/reportlink</report_link>
          </rest_api_uris>
        </callback>
        """;

    public const string CompletedJson = """
        {
          "callback_event": "assessment.completed",
          "callback_id": "4a27c8f1e05d4b6cb9d3120f86ae7751",
          "rest_api_uris": { "user": "/users/7340918", "user_results": "/users/7340918/results", "version": "3" },
          "user": {
            "assessment_pin": "q4TzWb8N",
            "date_created": "2026-02-03T14:05:11Z",
            "date_updated": "2026-02-03T15:02:37Z",
            "email": "mira.okafor@example.edu",
            "first_name": "Mira",
            "internal_id": "",
            "last_name": "Okafor",
            "metadata": [],
            "user_id": "7340918"
          }
        }
        """;

    public const string CompletedXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="4a27c8f1e05d4b6cb9d3120f86ae7751" event="assessment.completed">
          <user>
            <user_id>7340918</user_id>
            <internal_id></internal_id>
            <first_name>Mira</first_name>
            <last_name>Okafor</last_name>
            <email>mira.okafor@example.edu</email>
            <assessment_pin>q4TzWb8N</assessment_pin>
            <date_created>2026-02-03T14:05:11Z</date_created>
            <date_updated>2026-02-03T15:02:37Z</date_updated>
            <metadata></metadata>
          </user>
          <rest_api_uris version="3">
            <user>/users/7340918</user>
            <user_results>/users/7340918/results</user_results>
          </rest_api_uris>
        </callback>
        """;

    public const string StoppedJson = """
        {
          "callback_event": "assessment.stopped",
          "callback_id": "4a27c8f1e05d4b6cb9d3120f86ae7751",
          "rest_api_uris": { "user": "/users/7340918", "user_results": "/users/7340918/results", "version": "3" },
          "user": {
            "assessment_pin": "q4TzWb8N",
            "completion_percentage": "34",
            "date_created": "2026-02-03T14:05:11Z",
            "date_updated": "2026-02-03T14:30:05Z",
            "email": "mira.okafor@example.edu",
            "first_name": "Mira",
            "internal_id": "",
            "last_name": "Okafor",
            "metadata": [],
            "user_id": "7340918"
          }
        }
        """;

    public const string StoppedXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="4a27c8f1e05d4b6cb9d3120f86ae7751" event="assessment.stopped">
          <user>
            <user_id>7340918</user_id>
            <internal_id></internal_id>
            <first_name>Mira</first_name>
            <last_name>Okafor</last_name>
            <email>mira.okafor@example.edu</email>
            <assessment_pin>q4TzWb8N</assessment_pin>
            <date_created>2026-02-03T14:05:11Z</date_created>
            <date_updated>2026-02-03T14:30:05Z</date_updated>
            <completion_percentage>34</completion_percentage>
            <metadata></metadata>
          </user>
          <rest_api_uris version="3">
            <user>/users/7340918</user>
            <user_results>/users/7340918/results</user_results>
          </rest_api_uris>
        </callback>
        """;

    /// <summary>Another shape under a known event's name, as an abandoned draft of the vendor showed it.</summary>
    public const string FlatJson = """
        { "event": "assessment.completed", "user_id": "US990017", "assessment_id": "AS4471", "score": 71 }
        """;

    public static ReadOnlySpan<byte> Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
