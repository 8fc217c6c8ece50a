using System.Text;
using System.Text.Json;
using FakeCampus.Serving;
using FakeCampus.Vendor;

namespace FakeCampus.VendorApi;

/// <summary>Signing a student on, and the report: links that are secrets, made anew at every call.</summary>
internal static class LinkRoutes
{
    /// <summary>Ninety days in minutes.</summary>
    private const int LongestLink = 90 * 24 * 60;

    public static StubAnswer SignOn(StubRequest request, DateTimeOffset now)
    {
        var query = new VendorQuery(request.Query, "UseSSL", "IncludeSettings", "RedirectToSection");
        _ = query.Flag("UseSSL", true);
        _ = query.Flag("IncludeSettings", false);
        if (query.Text("RedirectToSection") is { } section && !SectionResult.IsKnown(section))
            throw VendorQuery.Bad("RedirectToSection is a section's code");

        // Not a GUID: the last two groups are one.
        var hex = Guid.NewGuid().ToString("D");
        var id = $"{hex[..23]}{hex[24..]}";
        return StubAnswer.Json(200, (Utf8JsonWriter json) =>
        {
            json.WriteStartObject();
            json.WriteString("RequestId", id);
            json.WriteString("TimeStamp", VendorTime.Text(now));
            json.WriteString("RedirectUrl", $"https://nexus.smartermeasure.com/assessmentpublic.ssologin/requestid/{id}");
            json.WriteEndObject();
        });
    }

    public static StubAnswer ReportLink(string query, DateTimeOffset now)
    {
        var minutes = new VendorQuery(query, "ttl").Number("ttl", 2, 1, LongestLink);
        return StubAnswer.Json(200, (Utf8JsonWriter json) =>
        {
            json.WriteStartObject();
            json.WriteString(
                "EntryLink",
                $"https://api.smartermeasure.com/quickview.ViewReport/key/{Guid.NewGuid().ToString("N").ToUpperInvariant()[..31]}");
            json.WriteString("ExpiresAt", VendorTime.Text(now.AddMinutes(minutes)));
            json.WriteString("LinkId", Guid.NewGuid().ToString("N"));
            json.WriteEndObject();
        });
    }

    public static StubAnswer Report(VendorRegistration one, string query)
    {
        var parameters = new VendorQuery(query, "Type", "Format");
        if (parameters.Text("Format") is not (null or "pdf"))
            throw VendorQuery.Bad("Format is pdf");

        var text = $"%PDF-1.4\n% report of {one.Student.UserId}\n"
            + "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
            + "trailer<</Root 1 0 R>>\n%%EOF\n";
        return new StubAnswer(200, "application/pdf", Encoding.ASCII.GetBytes(text));
    }
}
