namespace SmarterMeasure.Connector.Forwarding.Canvas;

/// <summary>Judges whether a result would stand in an assignment as it is set up, and who would see it when.</summary>
internal static class CanvasFitness
{
    private const string Edit = "on the assignment's Edit page";

    /// <summary>Why a result would be lost or distorted; null when it would stand.</summary>
    /// <param name="assignment">The assignment.</param>
    /// <param name="isCompletion">Whether it takes "complete" and no percentage.</param>
    public static Unfitness? Of(CanvasAssignment assignment, bool isCompletion)
    {
        if (assignment.Published == false)
            return new("unpublished", "Publish the assignment: Canvas takes no grade before.");
        if (assignment.HideInGradebook == true)
            return new("hidden_in_gradebook", $"Let the gradebook show the assignment ({Edit}): no teacher would see its grades.");
        if (assignment.ModeratedGrading == true)
            return new("moderated", $"Take off Moderated Grading {Edit}: Canvas refuses grades until a moderator has released them.");
        if (assignment is { AnonymousGrading: true, AnonymizeStudents: not false })
            return new("anonymous", $"Take off Anonymous Grading {Edit}, or post its grades: until then the gradebook shows no grade of it.");
        if (assignment is { GroupCategoryId: not null, GradeGroupStudentsIndividually: not true })
            return new("grades_whole_group", $"Choose to assign grades to each student individually {Edit}: one result would grade the whole group.");

        return assignment.GradingType switch
        {
            "not_graded" => new("not_graded", $"Display the grade as Points or Percentage {Edit}: what is Not Graded keeps none."),
            "letter_grade" or "gpa_scale" =>
                new("graded_by_letters", $"Display the grade as Points or Percentage {Edit}: a scale turns the percentage into a letter."),
            "pass_fail" => isCompletion
                ? null
                : new("graded_pass_fail", $"Display the grade as Points or Percentage {Edit}: Complete/Incomplete empties the cell instead of keeping a percentage."),
            _ => assignment.PointsPossible > 0
                ? null
                : new("no_points", $"Give the assignment points {Edit}, for example 100: of nothing every percentage is 0."),
        };
    }

    /// <summary>What somebody should know of an assignment that is fit.</summary>
    public static IEnumerable<(string Code, string Remedy)> NoticesOf(CanvasAssignment assignment)
    {
        if (assignment.OmitFromFinalGrade == false)
            yield return ("counts_in_final_grade", $"The results count in the final grade; to keep them out, tick Do not count this assignment towards the final grade {Edit}.");

        yield return assignment.PostManually == true
            ? ("posted_by_hand", "Students see a result when a teacher posts the assignment's grades in the gradebook.")
            : ("posted_at_once", "Students see a result, and are notified as they chose, as soon as it is written; for later, set the assignment's grade posting policy to manual in the gradebook.");

        if (assignment.InClosedGradingPeriod == true)
            yield return ("closed_grading_period", "Its grading period is closed: only an account's administrator may grade it; else the results wait as grade_locked.");
        if (assignment.SubmissionTypes?.Any(type => type is not ("none" or "on_paper" or "not_graded")) == true)
            yield return ("handed_in", "Students hand something in: a late policy of the course may take points off a result; choose No Submission to be safe.");
    }
}
