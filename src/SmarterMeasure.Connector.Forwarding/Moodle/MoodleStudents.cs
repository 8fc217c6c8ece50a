using System.Globalization;
using SmarterMeasure.Connector.Configuration;
using SmarterMeasure.Connector.Forwarding.Answers;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Looks for users of Moodle; finds their numbers.</summary>
internal sealed class MoodleStudents(MoodleSettings settings, IMoodleApi api, MoodleAnswers answers)
{
    /// <summary>Looks for the user of one value: an e-mail address, or else the school's id.</summary>
    /// <remarks>Nobody found may also mean that the token's user may not see the field: Moodle tells no difference.</remarks>
    public async Task<TargetLookup> FindAsync(string identity, string value, CancellationToken cancel)
    {
        var field = identity == IdentityKeys.Email ? "email" : settings.IdField;
        using var form = MoodleForm.For(
            settings.Token, "core_user_get_users_by_field", ("field", field), ("values[0]", value));
        using var answer = await api.CallAsync(form, cancel);
        if (answers.FailureOf(answer, "moodle_lookup") is { } failure)
        {
            // A value that Moodle would have to clean is no value of any user.
            return failure.Reason == "moodle_lookup: invalidparameter" ? TargetLookup.Unknown : TargetLookup.Failed(failure);
        }

        var users = MoodleAnswers.Read(answer.Content, MoodleJson.Default.IReadOnlyListMoodleUser);
        return users is null
            ? TargetLookup.Failed(DeliveryOutcome.Retry("moodle_lookup_unreadable"))
            : TargetLookup.Single(users
                .Where(user => IsExact(user, field, value))
                .Select(user => user.Id.ToString(CultureInfo.InvariantCulture)));
    }

    // A field that the token's user may not see is left out of the answer: then nothing proves who it is.
    private static bool IsExact(MoodleUser user, string field, string value) => field switch
    {
        "email" => value.Equals(user.Email, StringComparison.OrdinalIgnoreCase),
        "username" => value.Equals(user.Username, StringComparison.Ordinal),
        _ => value.Equals(user.IdNumber, StringComparison.Ordinal),
    };
}
