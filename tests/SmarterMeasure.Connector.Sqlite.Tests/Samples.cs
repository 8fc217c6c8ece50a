using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Sqlite.Tests;

internal static class Samples
{
    public static ReceivedEvent Event(
        string id, string user = "71", int bodyLength = 100, string name = "assessment.section-complete", string? body = null)
    {
        var pooled = PooledBody.CopyOf(Encoding.UTF8.GetBytes((body ?? id).PadRight(bodyLength)));
        var envelope = new Envelope
        {
            CallbackId = id,
            Event = name,
            UserId = user,
            Format = PayloadFormat.Json,
        };
        return new ReceivedEvent(envelope, pooled, pooled.ComputeHash(), DateTimeOffset.UnixEpoch.AddYears(56));
    }
}
