using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;

namespace SmarterMeasure.Connector.Tests.Receiving;

public sealed class EventCatalogueTests
{
    [Theory]
    [InlineData("assessment.created", null)]
    [InlineData("assessment.section-start", null)]
    [InlineData("assessment.section-complete", null)]
    [InlineData("assessment.completed", null)]
    [InlineData("assessment.stopped", null)]
    [InlineData("assessment.retaken", null)]
    [InlineData("assessment.renamed", "unknown_event")]
    [InlineData("", "unknown_event")]
    public void An_event_is_known_when_it_is_documented_or_handled(string name, string? reason)
    {
        var catalogue = new EventCatalogue([new Handling("assessment.retaken"u8.ToArray())]);

        Assert.Equal(reason, catalogue.Sort(new Envelope { Event = name }).QuarantineReason);
    }

    [Theory]
    [InlineData("assessment.renamed", null)]
    [InlineData("", "unknown_event")]
    public void A_handler_of_any_event_makes_all_of_them_known(string name, string? reason) => Assert.Equal(
        reason, new EventCatalogue([new Handling([], any: true)]).Sort(new Envelope { Event = name }).QuarantineReason);

    [Fact]
    public void An_earlier_reason_stays() => Assert.Equal(
        "malformed", new EventCatalogue([]).Sort(new Envelope { QuarantineReason = "malformed" }).QuarantineReason);

    private sealed class Handling(byte[] name, bool any = false) : IEventDispatcher
    {
        public bool HandlesAnyOther => any;

        public bool Handles(ReadOnlySpan<byte> eventName) => name.Length > 0 && eventName.SequenceEqual(name);

        public ValueTask DispatchAsync(
            ReadOnlySpan<byte> eventName, EventContext context, ICollection<Push> pushes, CancellationToken stop) =>
            throw new NotSupportedException();
    }
}
