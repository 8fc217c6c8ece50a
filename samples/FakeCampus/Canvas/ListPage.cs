using System.Text.Json;

namespace FakeCampus.Canvas;

/// <summary>One page of a list in the order of ids, with the link to the next.</summary>
internal static class ListPage
{
    private const string Prefix = "after:";

    public static CanvasAnswer Of<T>(
        CanvasCall call, string path, ListQuery query, IEnumerable<T> ordered, Func<T, long> idOf, Action<Utf8JsonWriter, T> write)
    {
        long after = 0;
        if (query.Page.Length > 0
            && !(query.Page.StartsWith(Prefix, StringComparison.Ordinal) && CanvasCall.IsNumber(query.Page[Prefix.Length..], out after)))
            return CanvasErrors.BadRequest("page is not valid");

        var hits = ordered.Where(one => idOf(one) > after).Take(query.PerPage + 1).ToList();
        var answer = CanvasAnswer.Json(200, json =>
        {
            json.WriteStartArray();
            foreach (var one in hits.Take(query.PerPage))
                write(json, one);

            json.WriteEndArray();
        });
        if (hits.Count <= query.PerPage)
            return answer;

        var kept = call.Target.Query.TrimStart('?').Split('&').Where(part => part.Length > 0
            && !part.StartsWith("page=", StringComparison.Ordinal) && !part.StartsWith("per_page=", StringComparison.Ordinal));
        var target = $"{path}?{string.Join('&', kept.Append($"page={Prefix}{idOf(hits[query.PerPage - 1])}").Append($"per_page={query.PerPage}"))}";
        return answer.With("link", $"<{new Uri(call.Campus.LinkOrigin ?? call.BaseUrl, target).AbsoluteUri}>; rel=\"next\"");
    }
}
