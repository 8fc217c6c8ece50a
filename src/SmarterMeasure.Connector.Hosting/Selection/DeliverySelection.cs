using System.CommandLine;
using System.Runtime.CompilerServices;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Selection;

/// <summary>Chooses deliveries by what the command line says.</summary>
internal sealed class DeliverySelection
{
    private readonly Option<string?> _destination = RowSelection.Text("--destination", "Only to this destination.", "NAME");
    private readonly Option<DeliveryState[]> _states = StateOption.Of<DeliveryState>();
    private readonly RowSelection _rows;

    /// <summary>Adds its arguments and options to a verb.</summary>
    public DeliverySelection(Command verb, Ids ids) => _rows = new RowSelection(verb, ids, _states, _destination);

    /// <inheritdoc cref="RowSelection.Asked"/>
    public IReadOnlyList<AskedId> Asked(ParseResult parsed) => _rows.Asked(parsed);

    /// <summary>Lists what was chosen.</summary>
    public IAsyncEnumerable<DeliverySummary> ListAsync(
        ILedgerOperations ledger, ParseResult parsed, CancellationToken cancel) =>
        NeedsWholeRows(parsed) ? ReadAsync(ledger, parsed, null, cancel) : ledger.ListAsync(Filter(parsed, null), cancel);

    /// <summary>Reads what was chosen, or what was asked for by its id.</summary>
    public IAsyncEnumerable<StoredDelivery> ReadAsync(
        ILedgerOperations ledger, ParseResult parsed, AskedId? asked, CancellationToken cancel) => ReadAsync(
        ledger, Filter(parsed, asked), _rows.UserId(parsed), _rows.Since(parsed), _rows.Until(parsed), cancel);

    /// <summary>Reads deliveries by more than the store's own filter knows.</summary>
    public static async IAsyncEnumerable<StoredDelivery> ReadAsync(
        ILedgerOperations ledger,
        DeliveryFilter filter,
        string? userId,
        DateTimeOffset? since,
        DateTimeOffset? until,
        [EnumeratorCancellation] CancellationToken cancel)
    {
        await foreach (var delivery in ledger.ReadAsync(filter, cancel))
        {
            if ((userId is null || IsOf(delivery, userId))
                && (since is null || delivery.CreatedAt >= since)
                && (until is null || delivery.CreatedAt < until))
                yield return delivery;
        }
    }

    private bool NeedsWholeRows(ParseResult parsed) =>
        _rows.UserId(parsed) is not null || _rows.Since(parsed) is not null || _rows.Until(parsed) is not null;

    private DeliveryFilter Filter(ParseResult parsed, AskedId? asked) => new()
    {
        Id = asked?.Row,
        CallbackId = asked?.CallbackId ?? _rows.CallbackId(parsed),
        Destination = parsed.GetValue(_destination),
        States = parsed.GetValue(_states) is { Length: > 0 } states ? states : null,
    };

    // The subject outlives the result.
    private static bool IsOf(StoredDelivery delivery, string userId) => delivery.Result is { } result
        ? result.Student.UserId == userId
        : delivery.Subject.Contains($":{userId}:", StringComparison.Ordinal);
}
