using System.Globalization;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>Results as custom profile fields of users.</summary>
internal sealed class MoodleProfile(MoodleSettings settings, IMoodleApi api, MoodleAnswers answers, MoodleStudents students)
{
    /// <summary>Whether a result becomes a field.</summary>
    public bool Takes(SectionResult result) => ValueOf(result) is not null;

    /// <summary>Sets the field; null when that succeeded, or when the result becomes none.</summary>
    public async Task<DeliveryOutcome?> SetAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (ValueOf(result) is not { } value)
            return null;

        using var form = MoodleForm.For(
            settings.Token, "core_user_update_users",
            [
                ("users[0][id]", user),
                ("users[0][customfields][0][type]", settings.ProfileFields[result.Section]),
                ("users[0][customfields][0][value]", value),
            ]);
        using var answer = await api.CallAsync(form, cancel);
        return answers.FailureOfUpdate(answer, "moodle");
    }

    /// <summary>
    /// Reads the field back: Moodle takes a name that no field has, and a value that a menu or a date has not, without a word
    /// (observed).
    /// </summary>
    public async Task<DeliveryOutcome?> ConfirmAsync(SectionResult result, string user, CancellationToken cancel)
    {
        if (ValueOf(result) is not { } value)
            return null;

        var (users, failure) = await students.ReadAsync([user], cancel);
        if (failure is not null)
            return failure;

        var name = settings.ProfileFields[result.Section];
        var stands = users!.SelectMany(one => one.CustomFields ?? []).FirstOrDefault(field => field.ShortName == name)?.Value;
        return stands == value ? null : DeliveryOutcome.Blocked(stands is null
            ? $"profile_field_unknown: {name}: make a profile field of type Text input with this short name, to the letter, and give the token's account moodle/user:viewalldetails"
            : $"not_kept: {name}: the profile field must be of type Text input");
    }

    /// <summary>What stands of results that became fields; all of one section, and no more than a call takes.</summary>
    public async Task<VerifyAnswer> VerifyAsync(IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        var (users, failure) = await students.ReadAsync(delivered.Select(each => each.Account).OfType<string>(), cancel);
        if (failure is not null)
            return VerifyAnswer.Failed(failure);

        var fieldsOf = users!.ToDictionary(
            user => user.Id.ToString(CultureInfo.InvariantCulture), user => user.CustomFields ?? []);
        return VerifyAnswer.Of([.. delivered.Select(each => Compare(each, each.Account is { } account ? fieldsOf.GetValueOrDefault(account) : null))]);
    }

    private Standing Compare(DeliveredResult delivered, IReadOnlyList<MoodleProfileField>? fields)
    {
        if (ValueOf(delivered.Result) is not { } value || delivered.Account is null)
            return Standing.Unknown;

        var stands = fields?.FirstOrDefault(field => field.ShortName == settings.ProfileFields[delivered.Result.Section])?.Value;
        return stands == value ? Standing.Same : string.IsNullOrEmpty(stands) ? Standing.Missing : Standing.Changed();
    }

    private string? ValueOf(SectionResult result)
    {
        if (!settings.ProfileFields.ContainsKey(result.Section))
            return null;

        var value = result.IsCompletion ? "complete" : result.IsGradable ? ResultText.Number(result.Percent!.Value) : result.Readiness;
        return string.IsNullOrWhiteSpace(value) ? null : value;
    }
}
