namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>Whether a grade object is fit for what goes into it, and what an administrator is told.</summary>
internal static class GradeObjectFitness
{
    /// <summary>Whether an entry is made when it is missing.</summary>
    public static bool IsMade(GradeEntry entry, BrightspaceSettings settings) =>
        settings.Provision && !BrightspaceSettings.IsNumber(entry.Configured);

    /// <summary>Judges a grade object.</summary>
    /// <param name="entry">What goes into it.</param>
    /// <param name="found">The grade object; null when it is not there.</param>
    /// <param name="settings">The settings.</param>
    public static PreflightItem Of(GradeEntry entry, GradeObject? found, BrightspaceSettings settings)
    {
        if (found is null)
        {
            return IsMade(entry, settings)
                ? PreflightItem.Fit(entry.Section, $"grade item \"{entry.Configured}\", to be made")
                : PreflightItem.Unfit(
                    entry.Section, $"grade item \"{entry.Configured}\"", "grade_object_missing",
                    $"Make it in Grades > Manage Grades of course {settings.OrgUnit}, or correct the entry of {entry.Section}.");
        }

        var item = $"grade item {found.Path} \"{found.Name}\"";
        return entry.IsText ? OfText(entry, found, item) : OfPoints(entry, found, item);
    }

    /// <summary>One that is missing and that Brightspace does not let us make.</summary>
    public static PreflightItem NotMade(GradeEntry entry, string reason) => PreflightItem.Unfit(
        entry.Section, $"grade item \"{entry.Configured}\"", "grade_object_refused",
        $"Brightspace refused to make it ({reason}): make it by hand in Grades > Manage Grades.");

    private static PreflightItem OfText(GradeEntry entry, GradeObject found, string item)
    {
        if (found.GradeType != GradeObject.Text)
        {
            return PreflightItem.Unfit(
                entry.Section, item, "grade_object_not_text",
                $"It is of type {found.GradeType}: give {entry.Section} under TextObjects a grade item of type Text.");
        }

        return found.IsHidden == true
            ? PreflightItem.Fit(entry.Section, item)
            : PreflightItem.Notice(
                entry.Section, item, "readiness_visible",
                "Students read the readiness: check Hide from Users in its restrictions if they are not to.");
    }

    private static PreflightItem OfPoints(GradeEntry entry, GradeObject found, string item)
    {
        if (found.GradeType != GradeObject.Numeric)
        {
            return PreflightItem.Unfit(
                entry.Section, item, "grade_object_not_numeric",
                $"It is of type {found.GradeType}: give {entry.Section} a grade item of type Numeric.");
        }

        if (found.MaxPoints is not > 0)
        {
            return PreflightItem.Unfit(
                entry.Section, item, "grade_object_without_points",
                "Set Maximum Points to more than 0: there is nothing to scale the percentage to.");
        }

        item += $", {ResultText.Number(found.MaxPoints.Value)} points";
        if (found.AssociatedTool is not null)
        {
            return PreflightItem.Notice(
                entry.Section, item, "tied_to_activity",
                "A quiz, an assignment or another activity writes its grades too: give the connector a grade item of its own.");
        }

        if (found.ExcludeFromFinalGradeCalculation == false)
        {
            return PreflightItem.Notice(
                entry.Section, item, "counts_in_final_grade",
                "Check Exclude from Final Grade Calculation in its settings if the result is not to count.");
        }

        return found.IsHidden == true
            ? PreflightItem.Notice(
                entry.Section, item, "hidden_from_students",
                "Students do not see their result: clear Hide from Users in its restrictions if they are to.")
            : PreflightItem.Fit(entry.Section, item);
    }
}
