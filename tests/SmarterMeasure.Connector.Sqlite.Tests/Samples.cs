using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Sqlite.Tests;

internal static class Samples
{
    public static ReceivedEvent Event(string id, string user = "71", int bodyLength = 100)
    {
        var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes(id.PadRight(bodyLength)));
        var envelope = new Envelope
        {
            CallbackId = id,
            Event = "assessment.section-complete",
            UserId = user,
            Format = PayloadFormat.Json,
        };
        return new ReceivedEvent(envelope, body, body.ComputeHash(), DateTimeOffset.UnixEpoch.AddYears(56));
    }
}
