using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using SmarterMeasure.Connector.Hosting.Payloads;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Hosting.Output;

/// <summary>One event with its payload, for an operator who asked for it: personal, but without secrets.</summary>
internal sealed record EventView : EventSummary
{
    private readonly StoredEvent _stored;
    private readonly SecretMask _mask;

    [SetsRequiredMembers]
    public EventView(StoredEvent stored, SecretMask mask)
        : base(stored)
    {
        (_stored, _mask) = (stored, mask);
        BodySha256 = stored.BodyHash.Length == 0 ? null : Convert.ToHexStringLower(stored.BodyHash);
        if (stored.Body is not { } body)
            return;

        var masked = mask.Body(body, stored.Format, indented: false);
        if (masked is null)
            Unreadable = EnvelopeReader.Read(body.Span).QuarantineReason ?? "not_shown";
        else if (stored.Format == PayloadFormat.Json)
            Body = JsonElement.Parse(masked);
        else
            Body = JsonSerializer.SerializeToElement(masked, VerbJson.Default.String);
    }

    /// <summary>Tells lines of an export apart.</summary>
    public string Type { get; } = "event";

    public DateTimeOffset? OccurredAt => _stored.OccurredAt;

    public DateTimeOffset? DueAt => _stored.DueAt;

    public PayloadFormat Format => _stored.Format;

    /// <summary>In bytes; null when the student was erased.</summary>
    public int? BodyLength => _stored.Body?.Length;

    public string? BodySha256 { get; }

    /// <summary>The masked payload, XML as a text; null when there is none, or none that can be read.</summary>
    public JsonElement? Body { get; }

    /// <summary>Why the payload is not shown; null when it is.</summary>
    public string? Unreadable { get; }

    /// <summary>Writes it for the eye.</summary>
    public async Task WriteAsync(TextWriter output)
    {
        await Fields.WriteAsync(
            output,
            ("event", $"{Printable.Of(Id)}  {Event ?? "-"}"),
            ("callback", CallbackId),
            ("user", UserId),
            ("state", Printable.Of(State)),
            ("reason", Reason),
            ("received", $"{Printable.Of(ReceivedAt)}, last {Printable.Of(LastReceivedAt)}, {Printable.Count(DeliveryCount, "time")}"),
            ("payload time", OccurredAt is { } time ? Printable.Of(time) : null),
            ("attempts", Printable.Of(Attempts)),
            ("due", DueAt is { } due ? Printable.Of(due) : null),
            ("body", BodyLength is { } length
                ? $"{Printable.Of(Format)}, {Printable.Count(length, "byte")}, sha256 {BodySha256}"
                : "erased"),
            ("not shown", Unreadable));
        if (Body is not null)
            await output.WriteLineAsync("\n" + _mask.Body(_stored.Body!.Value, Format, indented: true));
        await output.WriteLineAsync();
    }
}
