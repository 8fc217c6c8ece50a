using SmarterMeasure.Connector.Hosting.Acting;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>What a dry run foresees, for the eye: lines that stand below the row that they are about.</summary>
internal static class ForeseenText
{
    /// <summary>What would be sent for a delivery; nothing for one that would not be tried.</summary>
    public static IEnumerable<string> Of(DeliveryAction action) => action is ForeseenDelivery foreseen ? Of(foreseen) : [];

    /// <summary>What would come of an event; nothing for one that would not go to its handlers.</summary>
    public static IEnumerable<string> Of(EventAction action) =>
        action is ForeseenEvent foreseen ? Of(foreseen.Attempt, foreseen.Reason, foreseen.Deliveries) : [];

    /// <summary>What would come of a result that is missing.</summary>
    public static IEnumerable<string> Of(MissingResult missing) => Of(missing.Attempt, missing.Reason, missing.Deliveries);

    private static IEnumerable<string> Of(EventState attempt, string? reason, IReadOnlyList<DeliveryAction> deliveries)
    {
        if (reason is not null)
            return [$"would be {Printable.Of(attempt)}: {reason}"];

        return deliveries.Count == 0 ? ["nothing would be sent"] : deliveries.SelectMany(WithHead);
    }

    private static IEnumerable<string> WithHead(DeliveryAction delivery)
    {
        var which = delivery.Id is { } id ? $"delivery {Printable.Of(id)}" : "a delivery";
        return delivery is ForeseenDelivery foreseen
            ? Of(foreseen).Prepend($"{which} to {delivery.Destination}{(delivery.Id is null ? "" : ", still to be sent")}:")
            : [$"{which} to {delivery.Destination}: {Printable.Of(delivery.Outcome)}{(delivery.Reason is { } reason ? $", {reason}" : "")}"];
    }

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
