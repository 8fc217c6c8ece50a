using SmarterMeasure.Connector.Hosting.Acting;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>What a dry run foresees, for the eye: lines that stand below the row that they are about.</summary>
internal static class ForeseenText
{
    /// <summary>What would be sent for a delivery; nothing for one that would not be tried.</summary>
    public static IEnumerable<string> Of(DeliveryAction action) => action is ForeseenDelivery foreseen ? Of(foreseen) : [];

    /// <summary>What would be sent for an event's deliveries.</summary>
    public static IEnumerable<string> Of(EventAction action) => action is ForeseenEvent foreseen
        ? foreseen.Deliveries.SelectMany(each => Of(each)
            .Prepend($"delivery {Printable.Of(each.Id!.Value)} to {each.Destination}, still to be sent:"))
        : [];

    private static IEnumerable<string> Of(ForeseenDelivery foreseen)
    {
        if (foreseen.Attempt is not { } attempt)
            return ["the destination cannot tell what it would send"];

        string[] head = [$"would be {Printable.Of(attempt)}{(foreseen.Reason is { } reason ? $": {reason}" : "")}"];
        if (foreseen.Requests is not { } requests)
            return [.. head, "no request would be sent"];

        var before = foreseen.IsAfterShadow ? "written down in shadow" : "sent before";
        return foreseen.Difference switch
        {
            null when foreseen.Outcome == Outcome.AlreadyDelivered =>
                [.. head, "would be sent; what was sent is not known:", .. Lines(requests)],
            null => [.. head, "never sent:", .. Lines(requests)],
            [] => [.. head, $"same as {before}:", .. Lines(requests)],
            var lines => [.. head, "would be sent:", .. Lines(requests), $"differs from what was {before}:", .. lines],
        };
    }

    private static IEnumerable<string> Lines(string text) => text.ReplaceLineEndings("\n").Split('\n').Select(line => "  " + line);
}
