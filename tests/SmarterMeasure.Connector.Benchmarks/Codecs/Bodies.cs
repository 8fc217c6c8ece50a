using System.Text;

namespace SmarterMeasure.Connector.Benchmarks.Codecs;

/// <summary>One scored section in the vendor's shapes, JSON without blanks: 2 KB.</summary>
internal static class Bodies
{
    /// <summary>As the vendor prints it: numbers and booleans as strings, an empty array for null.</summary>
    public static readonly byte[] Json = OnOneLine("""
        {"callback_event":"assessment.section-complete","callback_id":"7b04d1c96ae84f5e9d02c3f8b1a6570e",
        "rest_api_uris":{"report_link":"/users/9204417/reportlink","user":"/users/9204417","version":"3"},
        "section":{"code":"LifeFactors","completed":"true","date_scored":"2026-03-02T14:10:00Z",
        "results":{"readiness":"question","scores":[{"type":"possible","units":"points","value":"120"},
        {"type":"earned","units":"points","value":"89"},
        {"type":"calculated-percentage","units":"percentage","value":"74.17"}],
        "subscales":[{"code":"place","scores":[{"type":"possible","units":"points","value":"20"},
        {"type":"earned","units":"points","value":"18"},
        {"type":"calculated-percentage","units":"percentage","value":"90"}]},
        {"code":"reason","scores":[{"type":"possible","units":"points","value":"20"},
        {"type":"earned","units":"points","value":"13"},
        {"type":"calculated-percentage","units":"percentage","value":"65"}]},
        {"code":"resources","scores":[{"type":"possible","units":"points","value":"20"},
        {"type":"earned","units":"points","value":"15.5"},
        {"type":"calculated-percentage","units":"percentage","value":"77.5"}]},
        {"code":"skills","scores":[{"type":"possible","units":"points","value":"20"},
        {"type":"earned","units":"points","value":"9"},
        {"type":"calculated-percentage","units":"percentage","value":"45"}]},
        {"code":"time","scores":[{"type":"possible","units":"points","value":"20"},
        {"type":"earned","units":"points","value":"17"},
        {"type":"calculated-percentage","units":"percentage","value":"85"}]},
        {"code":"support","scores":[{"type":"possible","units":"points","value":"20"},
        {"type":"earned","units":"points","value":"16.5"},
        {"type":"calculated-percentage","units":"percentage","value":"82.5"}]}]}},
        "user":{"completion_percentage":"42","date_created":"2026-03-02T14:02:17Z","date_updated":"2026-03-02T14:09:48Z",
        "email":"marisol.achterberg@students.example.edu","first_name":"Marisol","internal_id":"S-0048213",
        "last_name":"Achterberg","metadata":[],"user_id":"9204417"}}
        """);

    /// <summary>The same with real numbers, booleans and null, which a peer can read without converters.</summary>
    public static readonly byte[] PlainJson = OnOneLine("""
        {"callback_event":"assessment.section-complete","callback_id":"7b04d1c96ae84f5e9d02c3f8b1a6570e",
        "rest_api_uris":{"report_link":"/users/9204417/reportlink","user":"/users/9204417","version":"3"},
        "section":{"code":"LifeFactors","completed":true,"date_scored":"2026-03-02T14:10:00Z",
        "results":{"readiness":"question","scores":[{"type":"possible","units":"points","value":120},
        {"type":"earned","units":"points","value":89},
        {"type":"calculated-percentage","units":"percentage","value":74.17}],
        "subscales":[{"code":"place","scores":[{"type":"possible","units":"points","value":20},
        {"type":"earned","units":"points","value":18},
        {"type":"calculated-percentage","units":"percentage","value":90}]},
        {"code":"reason","scores":[{"type":"possible","units":"points","value":20},
        {"type":"earned","units":"points","value":13},
        {"type":"calculated-percentage","units":"percentage","value":65}]},
        {"code":"resources","scores":[{"type":"possible","units":"points","value":20},
        {"type":"earned","units":"points","value":15.5},
        {"type":"calculated-percentage","units":"percentage","value":77.5}]},
        {"code":"skills","scores":[{"type":"possible","units":"points","value":20},
        {"type":"earned","units":"points","value":9},
        {"type":"calculated-percentage","units":"percentage","value":45}]},
        {"code":"time","scores":[{"type":"possible","units":"points","value":20},
        {"type":"earned","units":"points","value":17},
        {"type":"calculated-percentage","units":"percentage","value":85}]},
        {"code":"support","scores":[{"type":"possible","units":"points","value":20},
        {"type":"earned","units":"points","value":16.5},
        {"type":"calculated-percentage","units":"percentage","value":82.5}]}]}},
        "user":{"completion_percentage":42,"date_created":"2026-03-02T14:02:17Z","date_updated":"2026-03-02T14:09:48Z",
        "email":"marisol.achterberg@students.example.edu","first_name":"Marisol","internal_id":"S-0048213",
        "last_name":"Achterberg","metadata":null,"user_id":"9204417"}}
        """);

    /// <summary>As the vendor prints it.</summary>
    public static readonly byte[] Xml = Encoding.UTF8.GetBytes("""
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="7b04d1c96ae84f5e9d02c3f8b1a6570e" event="assessment.section-complete">
          <user>
            <user_id>9204417</user_id>
            <internal_id>S-0048213</internal_id>
            <first_name>Marisol</first_name>
            <last_name>Achterberg</last_name>
            <email>marisol.achterberg@students.example.edu</email>
            <completion_percentage>42</completion_percentage>
            <date_created>2026-03-02T14:02:17Z</date_created>
            <date_updated>2026-03-02T14:09:48Z</date_updated>
            <metadata></metadata>
          </user>
          <section>
            <code>LifeFactors</code>
            <completed>true</completed>
            <date_scored>2026-03-02T14:10:00Z</date_scored>
            <results>
              <readiness>question</readiness>
              <scores>
                <score>
                  <value>120</value>
                  <units>points</units>
                  <type>possible</type>
                </score>
                <score>
                  <value>89</value>
                  <units>points</units>
                  <type>earned</type>
                </score>
                <score>
                  <value>74.17</value>
                  <units>percentage</units>
                  <type>calculated-percentage</type>
                </score>
              </scores>
              <subscales>
                <subscale code="place">
                  <score>
                    <value>20</value>
                    <units>points</units>
                    <type>possible</type>
                  </score>
                  <score>
                    <value>18</value>
                    <units>points</units>
                    <type>earned</type>
                  </score>
                  <score>
                    <value>90</value>
                    <units>percentage</units>
                    <type>calculated-percentage</type>
                  </score>
                </subscale>
                <subscale code="reason">
                  <score>
                    <value>20</value>
                    <units>points</units>
                    <type>possible</type>
                  </score>
                  <score>
                    <value>13</value>
                    <units>points</units>
                    <type>earned</type>
                  </score>
                  <score>
                    <value>65</value>
                    <units>percentage</units>
                    <type>calculated-percentage</type>
                  </score>
                </subscale>
                <subscale code="resources">
                  <score>
                    <value>20</value>
                    <units>points</units>
                    <type>possible</type>
                  </score>
                  <score>
                    <value>15.5</value>
                    <units>points</units>
                    <type>earned</type>
                  </score>
                  <score>
                    <value>77.5</value>
                    <units>percentage</units>
                    <type>calculated-percentage</type>
                  </score>
                </subscale>
                <subscale code="skills">
                  <score>
                    <value>20</value>
                    <units>points</units>
                    <type>possible</type>
                  </score>
                  <score>
                    <value>9</value>
                    <units>points</units>
                    <type>earned</type>
                  </score>
                  <score>
                    <value>45</value>
                    <units>percentage</units>
                    <type>calculated-percentage</type>
                  </score>
                </subscale>
                <subscale code="time">
                  <score>
                    <value>20</value>
                    <units>points</units>
                    <type>possible</type>
                  </score>
                  <score>
                    <value>17</value>
                    <units>points</units>
                    <type>earned</type>
                  </score>
                  <score>
                    <value>85</value>
                    <units>percentage</units>
                    <type>calculated-percentage</type>
                  </score>
                </subscale>
                <subscale code="support">
                  <score>
                    <value>20</value>
                    <units>points</units>
                    <type>possible</type>
                  </score>
                  <score>
                    <value>16.5</value>
                    <units>points</units>
                    <type>earned</type>
                  </score>
                  <score>
                    <value>82.5</value>
                    <units>percentage</units>
                    <type>calculated-percentage</type>
                  </score>
                </subscale>
              </subscales>
            </results>
          </section>
          <rest_api_uris version="3">
            <user>/users/9204417</user>
            <report_link>/users/9204417/reportlink</report_link>
          </rest_api_uris>
        </callback>
        """);

    private static byte[] OnOneLine(string json) => Encoding.UTF8.GetBytes(json.ReplaceLineEndings(""));
}
