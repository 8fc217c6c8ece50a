using FakeCampus.Serving;

namespace FakeCampus.Moodle;

/// <summary>What Moodle tells of the site and of the token's account.</summary>
internal static class SiteFunctions
{
    public static StubAnswer GetSiteInfo(MoodleStub stub, PhpFields call)
    {
        call.Only("serviceshortnames");
        return StubAnswer.Json(200, json =>
        {
            json.WriteStartObject();
            json.WriteString("sitename", "Fake Campus");
            json.WriteString("username", "smartermeasure");
            json.WriteNumber("userid", MoodleStub.AccountId);
            json.WriteString("siteurl", stub.SiteUrl ?? stub.BaseUrl.ToString().TrimEnd('/'));
            json.WriteString("release", "4.5.5+ (Build: 20250613)");
            json.WriteBoolean("userissiteadmin", stub.IsSiteAdministrator);
            json.WriteStartArray("functions");
            foreach (var function in stub.Functions.Order(StringComparer.Ordinal))
            {
                json.WriteStartObject();
                json.WriteString("name", function);
                json.WriteString("version", "2024100705");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
