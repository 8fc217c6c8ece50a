using System.Collections.Immutable;
using System.Globalization;
using SmarterMeasure.Connector.Ledger;

namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>
/// Sets section results as grades of a Canvas course: one assignment per section, worth 100 points. Setting the same
/// grade again changes nothing, so that an attempt may be repeated at any time.
/// </summary>
internal sealed class CanvasDestination(
    CanvasSettings settings, ICanvasApi api, ImmutableArray<string> identity, TimeProvider clock) : IDestination
{
    private readonly CanvasQuota _quota = new(clock);

    /// <inheritdoc/>
    public bool Accepts(SectionResult result) =>
        result.Percent is not null && settings.Assignments.ContainsKey(result.Section);

    /// <inheritdoc/>
    public async Task<DeliveryOutcome> DeliverAsync(Delivery delivery, CancellationToken cancel)
    {
        // The configuration may have changed since the result was accepted.
        var result = delivery.Result;
        if (result.Percent is not { } percent || !settings.Assignments.TryGetValue(result.Section, out var assignment))
            return DeliveryOutcome.Dead("canvas_no_assignment");

        if (_quota.Rest is { } rest)
            return DeliveryOutcome.Pause("throttled", rest);

        var answers = new CanvasAnswers(_quota);
        var lookup = await new CanvasStudents(api, answers, settings.BaseUrl, identity)
            .FindAsync(result.Student, cancel);
        if (lookup.Account is not { } account)
            return lookup.Failure!;

        var grade = new GradeBody(new GradedSubmission(Points(percent)));
        using var answer = await api.PutGradeAsync(
            settings.Course, assignment, CanvasPath.User(account), grade, cancel);
        return answers.GradeFailure(answer) ?? DeliveryOutcome.Delivered;
    }

    // Points, not "63%": both mean the same where the assignment is worth 100, and points are what is documented first.
    private static string Points(decimal percent) =>
        percent.ToString("0.############################", CultureInfo.InvariantCulture);
}
