namespace SmarterMeasure.Connector.Hosting.Tests.Support;

/// <summary>Bodies as the vendor writes them, with canaries where secrets and names stand.</summary>
internal static class Vendor
{
    public const string Pin = "canaryPin7";
    public const string Email = "rosa.canary@example.test";
    public const string LastName = "Canaryfeather";

    public static string Json(string id, string name, string user = "7001", string more = "") => $$"""
        {"callback_id":"{{id}}","callback_event":"{{name}}","user":{"user_id":"{{user}}","internal_id":"","first_name":"Rosa",
        "last_name":"{{LastName}}","email":"{{Email}}","assessment_pin":"{{Pin}}","date_created":"2026-09-01T08:00:00Z",
        "date_updated":"2026-09-01T08:02:00Z","metadata":[]}{{more}}}
        """;

    public static string Xml(string id, string name, string user = "7001", string more = "") => $"""
        <?xml version="1.0" encoding="UTF-8"?>
        <callback id="{id}" event="{name}"><user><user_id>{user}</user_id><internal_id></internal_id><first_name>Rosa</first_name>
        <last_name>{LastName}</last_name><email>{Email}</email><assessment_pin>{Pin}</assessment_pin>
        <date_created>2026-09-01T08:00:00Z</date_created><metadata></metadata></user>{more}</callback>
        """;
}
