using System.Text.Json.Serialization.Metadata;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>The functions of Moodle that only read, each with what became of it.</summary>
internal sealed class MoodleCalls(MoodleSettings settings, IMoodleApi api, MoodleAnswers answers)
{
    /// <summary>The function that tells about the site and about the token's account.</summary>
    public const string SiteInfo = "core_webservice_get_site_info";

    /// <summary>The function that finds people.</summary>
    public const string FindUsers = "core_user_get_users_by_field";

    /// <summary>The function that lists the assignments of the courses in which the token's account is enrolled.</summary>
    public const string ListAssignments = "mod_assign_get_assignments";

    /// <summary>The function that tells of one course module, with its ID number.</summary>
    public const string CourseModule = "core_course_get_course_module";

    /// <summary>The function that tells whether a student takes part in an assignment.</summary>
    public const string Participant = "mod_assign_get_participant";

    /// <summary>The function that tells the marking workflow's states of an assignment.</summary>
    public const string UserFlags = "mod_assign_get_user_flags";

    /// <summary>The function that tells the assignment's own grades.</summary>
    public const string Grades = "mod_assign_get_grades";

    /// <summary>The function that tells what stands in the gradebook.</summary>
    public const string GradeItems = "gradereport_user_get_grade_items";

    /// <summary>Calls a function that only reads.</summary>
    /// <param name="function">Which.</param>
    /// <param name="call">How reasons name the call.</param>
    /// <param name="shape">What it answers.</param>
    /// <param name="fields">What it is asked.</param>
    /// <param name="cancel">Ends the call.</param>
    /// <returns>The answer, or why there is none.</returns>
    public async Task<(T? Answer, DeliveryOutcome? Failure)> ReadAsync<T>(
        string function, string call, JsonTypeInfo<T> shape, IEnumerable<(string Name, string Value)> fields, CancellationToken cancel)
        where T : class
    {
        using var form = MoodleForm.For(settings.Token, function, fields);
        using var answer = await api.CallAsync(form, cancel);
        if (answers.FailureOf(answer, call) is { } failure)
            return (null, failure);

        var read = MoodleAnswers.Read(answer.Content, shape);
        return read is null ? (null, DeliveryOutcome.Retry($"{call}_unreadable")) : (read, null);
    }
}
