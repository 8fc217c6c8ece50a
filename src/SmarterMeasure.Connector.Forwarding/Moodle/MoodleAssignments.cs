using System.Globalization;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>
/// Which assignment each configured section goes to, and what it is worth. What was read is good for an hour. Safe for use from
/// many threads.
/// </summary>
internal sealed class MoodleAssignments(MoodleSettings settings, MoodleCalls calls, TimeProvider clock)
{
    private static readonly TimeSpan Known = TimeSpan.FromHours(1);

    private volatile Reading? _reading;

    /// <summary>The assignment of a section; a failure where nobody could look, or where the section's assignment is unfit.</summary>
    public async Task<(MoodleAssignment? Assignment, DeliveryOutcome? Failure)> OfAsync(string section, CancellationToken cancel)
    {
        var reading = _reading;
        if (reading is null || clock.GetElapsedTime(reading.At) > Known)
        {
            if (await RenewAsync(cancel) is { } failure)
                return (null, failure);
            reading = _reading!;
        }

        var target = MoodleTarget.Resolve(settings.Assignments[section], reading.Assignments, reading.IdNumbers);
        return target.Fault is { } fault
            ? (null, fault.On(section).ToOutcome())
            : (target.Assignment, null);
    }

    /// <summary>Reads all assignments anew; null when it could.</summary>
    public async Task<DeliveryOutcome?> RenewAsync(CancellationToken cancel)
    {
        var (answer, failure) = await calls.ReadAsync(
            MoodleCalls.ListAssignments, "moodle_assignments", MoodleJson.Default.MoodleCourses, [], cancel);
        if (failure is not null)
            return failure;

        List<MoodleAssignment> assignments =
        [
            .. from course in answer!.Courses ?? []
               from assignment in course.Assignments ?? []
               select assignment with { Course = course.Id },
        ];
        (var idNumbers, failure) = await ReadIdNumbersAsync(assignments, cancel);
        if (failure is null)
            _reading = new Reading(assignments, idNumbers, clock.GetTimestamp());
        return failure;
    }

    /// <summary>What the configured assignments of all sections are; to be read first.</summary>
    public IEnumerable<PreflightItem> Check() => settings.Assignments
        .OrderBy(entry => entry.Key, StringComparer.Ordinal)
        .Select(entry => MoodleTarget.Resolve(entry.Value, _reading!.Assignments, _reading.IdNumbers).Check(entry.Key, settings));

    /// <summary>What was read was of another course or another assignment by now.</summary>
    public void Forget() => _reading = null;

    // The list does not tell them, and each costs a call: only for what no name explains.
    private async Task<(IReadOnlyDictionary<string, List<MoodleAssignment>>, DeliveryOutcome?)> ReadIdNumbersAsync(
        List<MoodleAssignment> assignments, CancellationToken cancel)
    {
        var found = new Dictionary<string, List<MoodleAssignment>>(StringComparer.Ordinal);
        if (!settings.Assignments.Values.Any(wanted => !MoodleSettings.IsNumber(wanted) && !assignments.Exists(one => one.Name == wanted)))
            return (found, null);

        foreach (var assignment in assignments)
        {
            var (module, failure) = await calls.ReadAsync(
                MoodleCalls.CourseModule, "moodle_module", MoodleJson.Default.MoodleModule,
                [("cmid", assignment.CourseModule.ToString(CultureInfo.InvariantCulture))], cancel);
            if (failure is not null)
                return (found, failure);
            if (module!.Content?.IdNumber is not { Length: > 0 } idNumber)
                continue;

            if (!found.TryGetValue(idNumber, out var same))
                found[idNumber] = same = [];
            same.Add(assignment);
        }

        return (found, null);
    }

    private sealed record Reading(
        IReadOnlyList<MoodleAssignment> Assignments, IReadOnlyDictionary<string, List<MoodleAssignment>> IdNumbers, long At);
}
