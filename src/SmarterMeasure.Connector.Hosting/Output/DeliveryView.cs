using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>One delivery with its result, for an operator who asked for it: personal.</summary>
internal sealed record DeliveryView : DeliverySummary
{
    private readonly StoredDelivery _stored;

    [SetsRequiredMembers]
    public DeliveryView(StoredDelivery stored)
        : base(stored) => _stored = stored;

    /// <summary>Tells lines of an export apart.</summary>
    public string Type { get; } = "delivery";

    public DateTimeOffset Version => _stored.Version;

    public int Failures => _stored.Failures;

    public DateTimeOffset? DueAt => _stored.DueAt;

    public DateTimeOffset CreatedAt => _stored.CreatedAt;

    public DateTimeOffset UpdatedAt => _stored.UpdatedAt;

    /// <summary>What it delivers; null when that is gone.</summary>
    public SectionResult? Result => _stored.Result;

    public string? RemoteId => _stored.RemoteId;

    public string? MappedTo => _stored.MappedTo;

    /// <summary>The account that was found, as the destination's own id.</summary>
    public string? Account => _stored.Account;

    /// <summary>
    /// The requests of the last attempt that sent any, or of a shadowed one those that were not sent; null when there are none, or
    /// they are gone.
    /// </summary>
    public string? Request => _stored.Request;

    /// <summary>Writes it for the eye.</summary>
    public async Task WriteAsync(TextWriter output)
    {
        await Fields.WriteAsync(
            output,
            ("delivery", Printable.Of(Id)),
            ("destination", Destination),
            ("operation", Operation),
            ("callback", CallbackId),
            ("state", Printable.Of(State)),
            ("reason", Reason),
            ("attempts", $"{Printable.Of(Attempts)}, of which {Printable.Of(Failures)} failed"),
            ("due", DueAt is { } due ? Printable.Of(due) : null),
            ("remote id", RemoteId),
            ("mapped to", MappedTo),
            ("account", Account),
            ("stored", Printable.Of(CreatedAt)),
            ("changed", Printable.Of(UpdatedAt)),
            ("result", Result is null ? "gone" : Result.Section));
        if (Result is { } result)
        {
            await Fields.WriteAsync(
                output,
                ("user", result.Student.UserId),
                ("internal id", result.Student.InternalId),
                ("e-mail", result.Student.Email),
                ("scored", result.ScoredAt is { } scored ? Printable.Of(scored) : null),
                ("readiness", result.Readiness),
                ("percent", result.Percent?.ToString(CultureInfo.InvariantCulture)),
                ("earned", result.Earned?.ToString(CultureInfo.InvariantCulture)),
                ("possible", result.Possible?.ToString(CultureInfo.InvariantCulture)));
        }

        if (Request is { } request)
        {
            await output.WriteLineAsync(State == DeliveryState.Shadowed ? "in shadow, not sent" : "last sent");
            foreach (var line in request.ReplaceLineEndings("\n").Split('\n'))
                await output.WriteLineAsync(("  " + Printable.Of(line)).TrimEnd());
        }

        await output.WriteLineAsync();
    }
}
