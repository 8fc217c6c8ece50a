using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Ledger;

/// <summary>A handler named a destination that is not configured. Retried, since a reload may bring it.</summary>
internal sealed class UnknownDestinationException(string destination)
    : Exception($"unknown_destination: {destination}");

/// <summary>Turns what handlers returned into rows of the ledger.</summary>
internal sealed class DeliveryPlan(SettingsSource settings)
{
    /// <summary>One row per push and destination that takes it.</summary>
    public IReadOnlyList<NewDelivery> For(LeasedEvent source, IReadOnlyList<Push> pushes)
    {
        if (pushes.Count == 0)
            return [];

        var destinations = settings.Destinations;
        var deliveries = new List<NewDelivery>();
        foreach (var push in pushes)
        {
            if (push.Destination is { } named && !destinations.ContainsKey(named))
                throw new UnknownDestinationException(named);

            foreach (var (name, destination) in destinations)
            {
                var meant = push.Destination is null || name.Equals(push.Destination, StringComparison.OrdinalIgnoreCase);
                if (meant && destination.Accepts(push.Result))
                    deliveries.Add(Row(name, push.Result, source));
            }
        }

        return deliveries;
    }

    private static NewDelivery Row(string destination, SectionResult result, LeasedEvent source)
    {
        var subject = $"section-result:{result.Student.UserId}:{result.Section.ToLowerInvariant()}";
        var scored = result.ScoredAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return new NewDelivery
        {
            Destination = destination,
            Subject = subject,
            // The vendor rounds to the minute, so two results may share a time: the fingerprint keeps them apart,
            // while the same result told by two events stays one operation.
            Operation = $"{subject}:{scored ?? "unscored"}:{Fingerprint(result)}",
            Version = result.ScoredAt ?? source.ReceivedAt,
            Result = result,
        };
    }

    private static string Fingerprint(SectionResult result)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{result.Readiness}|{result.Percent}|{result.Earned}|{result.Possible}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 4));
    }
}
