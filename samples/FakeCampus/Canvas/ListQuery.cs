using System.Globalization;

namespace FakeCampus.Canvas;

/// <summary>What a list is searched for, and how much of it a page has.</summary>
/// <param name="Term">The term; empty for the whole list.</param>
/// <param name="PerPage">The most on a page.</param>
/// <param name="Page">Which page, as the link to it says; empty for the first.</param>
internal readonly record struct ListQuery(string Term, int PerPage, string Page)
{
    private const int DefaultPerPage = 10;
    private const int MaximumPerPage = 100;

    /// <summary>Reads it from a call; a refusal when its term is too short.</summary>
    public static CanvasAnswer? Read(CanvasCall call, out ListQuery read)
    {
        var query = call.Query;
        var term = query.GetValueOrDefault("search_term").ToString();
        var perPage = int.TryParse(query.GetValueOrDefault("per_page"), CultureInfo.InvariantCulture, out var asked) && asked > 0
            ? Math.Min(asked, MaximumPerPage)
            : DefaultPerPage;
        read = new ListQuery(term, perPage, query.GetValueOrDefault("page").ToString());
        return query.ContainsKey("search_term") && term.Length < call.Campus.MinimumSearchTermLength
            ? CanvasErrors.BadRequest($"search_term of {call.Campus.MinimumSearchTermLength} or more characters is required")
            : null;
    }
}
