using System.Collections;
using System.Globalization;
using System.Text.Json;
using SmarterMeasure.Connector.Api.Client;
using SmarterMeasure.Connector.Api.Json;

namespace SmarterMeasure.Connector.Api.Tests;

/// <summary>The vendor's published bodies, which are not in this repository: SMARTERMEASURE_SAMPLES names their folder.</summary>
public sealed class SampleTests
{
    [Theory]
    [InlineData("users-list", typeof(UserRecordPage))]
    [InlineData("user-get", typeof(UserDetail))]
    [InlineData("user-results", typeof(UserResultSummary))]
    [InlineData("results-search", typeof(UserResultSummaryPage))]
    [InlineData("results-new", typeof(UserResultPage))]
    [InlineData("signon", typeof(SignOn))]
    [InlineData("reportlink", typeof(ReportLink))]
    public void Every_value_of_a_published_body_is_found_again(string name, Type type)
    {
        var folder = Environment.GetEnvironmentVariable("SMARTERMEASURE_SAMPLES");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "SMARTERMEASURE_SAMPLES does not name the folder of the vendor's samples.");
        var json = File.ReadAllText(Path.Combine(folder!, $"api-{name}.json"));

        var model = JsonSerializer.Deserialize(json, ApiJson.Default.GetTypeInfo(type)!);

        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var rows = root.TryGetProperty("User", out var user) ? user : root;
        var wanted = Leaves(rows).Order().ToList();
        Assert.NotEmpty(wanted);
        Assert.Equal(wanted, Values(type.Name.EndsWith("Page", StringComparison.Ordinal) ? Items(model!) : model).Order());
    }

    private static object Items(object page) => page.GetType().GetProperty("Items")!.GetValue(page)!;

    private static IEnumerable<string> Leaves(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => Leaves(member.Value)),
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Leaves),
        _ => value.ToString() is { Length: > 0 } text ? [text] : [],
    };

    private static IEnumerable<string> Values(object? value) => value switch
    {
        null => [],
        string text => [text],
        decimal number => [number.ToString(CultureInfo.InvariantCulture)],
        bool flag => [flag ? "1" : "0"],
        DateTimeOffset time => [time.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)],
        IEnumerable list and not IDictionary => list.Cast<object>().SelectMany(Values),
        IDictionary unknown => throw new InvalidOperationException($"unknown members: {string.Join(',', unknown.Keys.Cast<string>())}"),
        _ => value.GetType().GetProperties()
            .Where(member => member.Name != "PrimaryStyles").SelectMany(member => Values(member.GetValue(value))),
    };
}
