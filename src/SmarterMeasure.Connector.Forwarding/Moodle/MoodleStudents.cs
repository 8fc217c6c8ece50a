using System.Globalization;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Looks for users of Moodle; finds their numbers, and reads their fields.</summary>
internal sealed class MoodleStudents(MoodleSettings settings, MoodleCalls calls)
{
    /// <summary>Looks for the user of one value: an e-mail address, or else the school's id.</summary>
    /// <remarks>Nobody found may also mean that the token's account may not see the field: Moodle tells no difference.</remarks>
    public async Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel)
    {
        var field = identity == IdentityKeys.Email ? "email" : settings.IdField;
        var (users, failure) = await calls.ReadAsync(
            MoodleCalls.FindUsers, "moodle_lookup", MoodleJson.Default.IReadOnlyListMoodleUser,
            [("field", field), .. SpellingsOf(field, value).Select((spelling, at) => ($"values[{at}]", spelling))], cancel);
        if (failure is not null)
        {
            // A value that Moodle would have to clean is no value of any user.
            return failure.Reason == "moodle_lookup: invalidparameter" ? TargetLookup.Unknown : TargetLookup.Failed(failure);
        }

        return TargetLookup.Single(users!
            .Where(user => IsExact(user, field, value))
            .Select(user => user.Id.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Reads users by their numbers, as many as PHP takes fields of a form.</summary>
    public Task<(IReadOnlyList<MoodleUser>? Users, DeliveryOutcome? Failure)> ReadAsync(
        IEnumerable<string> numbers, CancellationToken cancel) =>
        calls.ReadAsync(
            MoodleCalls.FindUsers, "moodle_confirm", MoodleJson.Default.IReadOnlyListMoodleUser,
            [("field", "id"), .. numbers.Select((number, at) => ($"values[{at}]", number))], cancel);

    // On PostgreSQL an address is found to the letter; two spellings go in one call. User names are lower case (observed).
    private static IEnumerable<string> SpellingsOf(string field, string value)
    {
#pragma warning disable CA1308 // Lower case is what Moodle keeps.
        var lower = value.ToLowerInvariant();
#pragma warning restore CA1308
        return field switch
        {
            "email" when lower != value => [value, lower],
            "username" => [lower],
            _ => [value],
        };
    }

    // A field that the token's account may not see is left out of the answer: then nothing proves who it is.
    private static bool IsExact(MoodleUser user, string field, string value) => field switch
    {
        "email" => value.Equals(user.Email, StringComparison.OrdinalIgnoreCase),
        "username" => value.Equals(user.Username, StringComparison.OrdinalIgnoreCase),
        _ => value.Equals(user.IdNumber, StringComparison.Ordinal),
    };
}
