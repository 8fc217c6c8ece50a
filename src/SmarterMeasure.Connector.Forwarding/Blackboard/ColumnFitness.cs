namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Whether a column is fit for what goes into it, and what an administrator is told.</summary>
internal static class ColumnFitness
{
    private const string Manual = "Manual";

    /// <summary>Judges a column.</summary>
    /// <param name="section">The code of the section whose results go into it.</param>
    /// <param name="configured">Its id as configured.</param>
    /// <param name="found">The column; null when it is not there.</param>
    /// <param name="isMade">Whether it is made when it is missing.</param>
    public static PreflightItem Of(string section, string configured, BlackboardColumn? found, bool isMade)
    {
        if (found is null)
        {
            return isMade
                ? PreflightItem.Fit(section, $"column {configured}, to be made")
                : PreflightItem.Unfit(
                    section, $"column {configured}", "column_missing",
                    $"Make the column in the course's gradebook, or correct the entry of {section} under Columns.");
        }

        var item = $"column {found.Id} \"{found.Name}\"";
        if (found.Grading?.Type is { } type && type != Manual)
        {
            return PreflightItem.Unfit(
                section, item, "column_not_manual",
                $"Its grades come from {(type == "Calculated" ? "a calculation" : "attempts")}: give {section} a column that is graded by hand.");
        }

        if (found.Score?.Possible is not > 0)
        {
            return PreflightItem.Unfit(
                section, item, "column_without_points",
                "Set Points Possible to more than 0: there is nothing to scale the percentage to.");
        }

        return Noted(section, $"{item}, {ResultText.Number(found.Score.Possible.Value)} points", found);
    }

    /// <summary>One that is missing and that Blackboard does not let us make.</summary>
    public static PreflightItem NotMade(string section, string configured, string reason) => PreflightItem.Unfit(
        section, $"column {configured}", "column_refused",
        $"Blackboard refused to make it ({reason}): make it by hand in the course's gradebook.");

    private static PreflightItem Noted(string section, string item, BlackboardColumn found)
    {
        if (found.ExternalGrade == true)
        {
            return PreflightItem.Notice(
                section, item, "external_grade",
                "It is the course's grade for the student information system: give the connector a column of its own.");
        }

        if (found.IncludeInCalculations == true)
        {
            return PreflightItem.Notice(
                section, item, "counts_in_calculations",
                "Take it out of the gradebook's calculations if the result is not to count.");
        }

        return found.Availability?.Available == "Yes"
            ? PreflightItem.Notice(
                section, item, "visible_to_students", "Students see the result: hide the column from students if they are not to.")
            : PreflightItem.Fit(section, item);
    }
}
