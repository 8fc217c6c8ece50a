using System.Globalization;
using System.Text.Json;

namespace FakeCampus.VendorApi;

/// <summary>What <c>User</c> is when nobody was found; not documented.</summary>
public enum NoUserShape
{
    /// <summary>One after another, from answer to answer.</summary>
    InTurn,

    Absent,

    EmptyText,

    EmptyArray,
}

/// <summary>
/// A page of rows: figures as text, addresses with the page's number, which the operations do not take, and <c>User</c> an
/// object for one row but an array for several.
/// </summary>
internal sealed record VendorPage(string Path, VendorQuery Query, int First, int Size, VendorRegistration[] Found)
{
    // Numbers and sizes of pages are told in the addresses in another way than they are asked for.
    private static readonly HashSet<string> s_paging =
        new(StringComparer.Ordinal) { "limit", "offset", "StartRecord", "EndRecord" };

    public void Write(Utf8JsonWriter json, NoUserShape none, Action<Utf8JsonWriter, VendorRegistration, int> row)
    {
        var rows = Found.Skip(First - 1).Take(Size).ToArray();
        var pages = (Found.Length + Size - 1) / Size;
        var page = ((First - 1) / Size) + 1;
        json.WriteStartObject();
        Text("NumPages", pages);
        Text("Page", page);
        Text("PageSize", Size);
        Text("Total", Found.Length);
        Text("Start", rows.Length == 0 ? 0 : First);
        Text("End", rows.Length == 0 ? 0 : First + rows.Length - 1);
        json.WriteString("FirstPageUri", Address(1));
        json.WriteString("LastPageUri", Address(Math.Max(1, pages)));
        json.WriteString("PreviousPageUri", page > 1 ? Address(page - 1) : "");
        json.WriteString("NextPageUri", page < pages ? Address(page + 1) : "");
        WriteUser();
        json.WriteEndObject();

        void Text(string name, int number) => json.WriteString(name, number.ToString(CultureInfo.InvariantCulture));

        void WriteUser()
        {
            switch (rows.Length)
            {
                case 0 when none == NoUserShape.Absent:
                    return;
                case 0 when none == NoUserShape.EmptyText:
                    json.WriteString("User", "");
                    return;
                case 1:
                    json.WritePropertyName("User");
                    row(json, rows[0], First);
                    return;
            }

            json.WriteStartArray("User");
            for (var i = 0; i < rows.Length; i++)
                row(json, rows[i], First + i);

            json.WriteEndArray();
        }
    }

    private string Address(int page)
    {
        List<string> parts = [];
        foreach (var (name, value) in Query.All)
        {
            if (!s_paging.Contains(name))
                parts.Add($"{(name == "UserID" ? "UserId" : name)}={Uri.EscapeDataString(value)}");
        }

        if (Size != 50)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"PageSize={Size}"));

        parts.Add(string.Create(CultureInfo.InvariantCulture, $"PAGE={page}"));
        return $"/v3{Path}?{string.Join('&', parts)}";
    }
}
