using SmarterMeasure.Connector.Hosting.Output;

namespace SmarterMeasure.Connector.Hosting.Triggering;

/// <summary>What was sent, and what came back.</summary>
/// <param name="Event">The event's name.</param>
/// <param name="Url">Where to, without the key.</param>
/// <param name="Events">How many events were invented.</param>
/// <param name="Sent">How many requests were sent.</param>
/// <param name="Answers">How many of each status; <c>timeout</c> and <c>unreachable</c> where there was none.</param>
internal sealed record TriggerReport(
    string Event, Uri Url, int Events, int Sent, IReadOnlyDictionary<string, int> Answers)
{
    /// <summary>The only status that the vendor takes for success.</summary>
    public const string Success = "200";

    public override string ToString() =>
        $"{Printable.Count(Events, "event")} in {Printable.Count(Sent, "request")} to {Url}: "
        + string.Join(", ", Answers.Select(answer => $"{Printable.Of(answer.Value)} x {answer.Key}"));
}
