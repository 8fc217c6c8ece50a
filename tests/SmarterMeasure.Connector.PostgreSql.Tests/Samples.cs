using System.Text;
using SmarterMeasure.Connector.Inbox;
using SmarterMeasure.Connector.Ledger;
using SmarterMeasure.Connector.Receiving;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

internal static class Samples
{
    public static ReceivedEvent Event(string id, string? user = null, string? text = null)
    {
        var body = PooledBody.CopyOf(Encoding.UTF8.GetBytes(text ?? id));
        var envelope = new Envelope
        {
            CallbackId = id,
            Event = "assessment.section-complete",
            UserId = user ?? $"user of {id}",
            Format = PayloadFormat.Json,
        };
        return new ReceivedEvent(envelope, body, body.ComputeHash(), DateTimeOffset.UnixEpoch.AddYears(56));
    }

    public static NewDelivery Delivery(string operation, int version = 1, string subject = "71/section") => new()
    {
        Destination = "canvas",
        Operation = operation,
        Subject = subject,
        Version = DateTimeOffset.UnixEpoch.AddYears(56).AddMinutes(version),
        Result = new SectionResult { Student = new StudentRef { UserId = "71" }, Section = "section" },
    };

    /// <summary>As the ledger names a student's result.</summary>
    public static NewDelivery DeliveryOf(string user, string section = "section")
    {
        var subject = $"section-result:{user}:{section}";
        return Delivery($"{subject}:2026", subject: subject) with
        {
            Result = new SectionResult { Student = new StudentRef { UserId = user }, Section = section },
        };
    }
}
