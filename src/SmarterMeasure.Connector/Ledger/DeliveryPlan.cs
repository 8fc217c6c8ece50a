using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Dispatch;
using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Inbox;

namespace SmarterMeasure.Connector.Ledger;

/// <summary>A handler named a destination that is not configured. Retried, since a reload may bring it.</summary>
internal sealed class UnknownDestinationException(string destination)
    : Exception($"unknown_destination: {destination}");

/// <summary>The vendor's API does not know a student whose group decides. Retried, and then given up for a person to look at.</summary>
internal sealed class UnplacedStudentException() : Exception("student_unknown_to_api");

/// <summary>Turns what handlers returned into rows of the ledger.</summary>
/// <param name="settings">The destinations and their rules.</param>
/// <param name="records">Knows where students belong; null when the program has no API.</param>
internal sealed class DeliveryPlan(SettingsSource settings, IVendorRecords? records = null)
{
    /// <summary>One row per push and destination that takes it.</summary>
    /// <exception cref="RetryLaterException">Where a student belongs cannot be told for now.</exception>
    public async Task<IReadOnlyList<NewDelivery>> ForAsync(
        LeasedEvent source, IReadOnlyList<Push> pushes, CancellationToken cancel)
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
                if (meant && destination.Accepts(push.Result) && await LetsPassAsync(name, push.Result, cancel))
                    deliveries.Add(Row(name, push.Result, source, settings.Current.RuleOf(name).Attempts));
            }
        }

        return deliveries;
    }

    /// <summary>
    /// Asks where a student belongs if a rule is going to: before the handlers run, so that they do not run again and again
    /// while the API is away.
    /// </summary>
    /// <exception cref="RetryLaterException">It cannot be told for now.</exception>
    public async Task PrepareAsync(LeasedEvent source, CancellationToken cancel)
    {
        if (records is not null && settings.Current.Rules.Values.Any(rule => rule.AsksForPlacement))
            await records.PlaceAsync(source.UserId, cancel);
    }

    private async ValueTask<bool> LetsPassAsync(string destination, SectionResult result, CancellationToken cancel)
    {
        var rule = settings.Current.RuleOf(destination);
        if (!IsOneOf(rule.Sections, result.Section) || !IsOneOf(rule.Readiness, result.Readiness))
            return false;

        if (!rule.AsksForPlacement)
            return true;

        if (records is null)
            throw new RetryLaterException("api_not_configured");

        var placement = await records.PlaceAsync(result.Student.UserId, cancel) ?? throw new UnplacedStudentException();
        return IsOneOf(rule.Groups, placement.Groups) && IsOneOf(rule.Accounts, placement.Accounts);
    }

    private static bool IsOneOf(ImmutableArray<string> wanted, params IReadOnlyList<string?> found) =>
        wanted.IsEmpty || found.OfType<string>().Any(each => wanted.Contains(each, StringComparer.OrdinalIgnoreCase));

    /// <summary>What a result of a user in a section sets.</summary>
    public static string SubjectOf(string userId, string section) =>
        $"section-result:{userId}:{section.ToLowerInvariant()}";

    private static NewDelivery Row(string destination, SectionResult result, LeasedEvent source, CountedAttempt counted)
    {
        var subject = SubjectOf(result.Student.UserId, result.Section);
        var scored = result.ScoredAt?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var version = result.ScoredAt ?? source.ReceivedAt;
        return new NewDelivery
        {
            Destination = destination,
            Subject = subject,
            // The vendor rounds to the minute, so two results may share a time: the fingerprint keeps them apart,
            // while the same result told by two events stays one operation.
            Operation = $"{subject}:{scored ?? "unscored"}:{Fingerprint(result)}",
            Version = version,
            Rank = ResultRank.Of(counted, result.Percent, version),
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
