using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Compares the grades of a section's column with what was delivered: 200 students a call.</summary>
internal sealed class BlackboardVerification(
    BlackboardSettings settings, IBlackboardApi api, BlackboardAnswers answers, ColumnCatalog columns)
{
    private const int PageSize = 200;

    /// <summary>Looks at all of them.</summary>
    public async Task<VerifyAnswer> LookAsync(string section, IReadOnlyList<DeliveredResult> delivered, CancellationToken cancel)
    {
        if (!settings.Columns.ContainsKey(section))
            return VerifyAnswer.Of([.. delivered.Select(_ => Standing.Unknown)]);

        var lookup = await columns.FindAsync(section, cancel);
        if (lookup.Failure is { State: not DeliveryState.Blocked } failure)
            return VerifyAnswer.Failed(failure);

        var grades = new Dictionary<string, BlackboardGrade>(StringComparer.Ordinal);
        if (lookup.Column is not null && await ReadAsync(section, grades, cancel) is { } unread)
            return VerifyAnswer.Failed(unread);

        return VerifyAnswer.Of([.. delivered.Select(one => StandingOf(one, grades, lookup.Column))]);
    }

    // A page has Blackboard's own ids: that of the student came with the answer to the write.
    private static Standing StandingOf(
        DeliveredResult delivered, Dictionary<string, BlackboardGrade> grades, BlackboardColumn? column)
    {
        var user = delivered.RemoteId ?? (delivered.Account is ['_', ..] ? delivered.Account : null);
        if (user is null)
            return Standing.Unknown;
        if (column is null || !grades.TryGetValue(user, out var grade) || GradeStanding.ScoreOf(grade) is null)
            return Standing.Missing;

        var possible = GradeStanding.PossibleOf(grade) ?? column.Score!.Possible!.Value;
        return GradeStanding.Shows(grade, BlackboardDestination.PointsOf(delivered.Result, possible))
            ? Standing.Same
            : Standing.Changed(at: grade.Overridden);
    }

    private async Task<DeliveryOutcome?> ReadAsync(
        string section, Dictionary<string, BlackboardGrade> grades, CancellationToken cancel)
    {
        var path = BlackboardPath.Of(settings.Columns[section], BlackboardPath.ColumnPrefixes)!;
        for (int? offset = null; ; offset = (offset ?? 0) + PageSize)
        {
            using var answer = await api.GetGradesAsync(settings.Course, path, offset, cancel);
            if (answers.FailureOf(answer, BlackboardCalls.Verify) is { } failure)
                return failure;

            foreach (var one in answer.Content!.Results ?? [])
            {
                if (one.UserId is { } user)
                    grades[user] = one;
            }

            if (answer.Content.Paging?.NextPage is not { Length: > 0 })
                return null;
        }
    }
}
