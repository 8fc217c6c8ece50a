using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FakeCampus.OneRoster;

/// <summary>
/// How a gradebook keeps what is put. The specification names 201 with an empty body as the one success, so that a system that
/// coerces or drops says nothing of it.
/// </summary>
public sealed record OneRosterKeeping
{
    /// <summary>Every result as it was sent; one outside of the line item's values is refused with 422.</summary>
    public static OneRosterKeeping AsSent { get; } = new();

    /// <summary>To how many decimals scores are rounded; null for all.</summary>
    public int? Decimals { get; init; }

    /// <summary>Whether a score outside of the line item's values becomes the nearest of them.</summary>
    public bool Clamps { get; init; }

    /// <summary>Whether results that are there stay as they are, as in a gradebook that was closed.</summary>
    public bool IsClosed { get; init; }

    /// <summary>Whether new results are passed over.</summary>
    public bool Drops { get; init; }

    internal JsonElement? Kept(JsonElement content, JsonElement lineItem, OneRosterRecord? before)
    {
        if (before is null ? Drops : IsClosed)
            return null;
        if (!content.TryGetProperty("score", out var score))
            return content;

        var kept = score.GetDecimal();
        if (Clamps && lineItem.TryGetProperty("resultValueMax", out var most))
            kept = Math.Min(kept, most.GetDecimal());
        if (Clamps && lineItem.TryGetProperty("resultValueMin", out var least))
            kept = Math.Max(kept, least.GetDecimal());
        if (Decimals is { } decimals)
            kept = Math.Round(kept, decimals, MidpointRounding.AwayFromZero);
        if (kept == score.GetDecimal())
            return content;

        var changed = JsonObject.Create(content.Clone())!;
        changed["score"] = JsonNode.Parse(kept.ToString(CultureInfo.InvariantCulture));
        return JsonElement.Parse(changed.ToJsonString());
    }
}

/// <summary>A score as a teacher sees it.</summary>
/// <param name="Student">Whose.</param>
/// <param name="LineItem">The line item's sourcedId.</param>
/// <param name="Score">The score.</param>
/// <param name="Maximum">What the line item is worth; null where it does not say.</param>
public sealed record OneRosterGrade(OneRosterUser Student, string LineItem, decimal Score, decimal? Maximum);
