namespace SmarterMeasure.Connector;

/// <summary>The section codes that the vendor publishes, in its own casing. Compare them without regard to case.</summary>
public static class SectionCodes
{
    /// <summary>
    /// Not a section, but the whole assessment: what <see cref="SmarterMeasureEvents.Completed"/> says. Configured and sent
    /// as sections are.
    /// </summary>
    public const string Completion = "Completion";

    /// <summary>Individual Attributes.</summary>
    public const string PersonalAttributes = "PersonalAttributes";

    /// <summary>Learning Styles: a profile of seven styles, never a grade.</summary>
    public const string LearnStyles = "LearnStyles";

    /// <summary>Life Factors.</summary>
    public const string LifeFactors = "LifeFactors";

    /// <summary>Math.</summary>
    public const string Math = "Math";

    /// <summary>Personal Information.</summary>
    public const string PersonalInfo = "PersonalInfo";

    /// <summary>Personal Rating.</summary>
    public const string PersonalRating = "personalRating";

    /// <summary>Reading Rate and Recall.</summary>
    public const string Reading = "Reading";

    /// <summary>Student Services Interest.</summary>
    public const string StudentServicesInterest = "student-svc-interest";

    /// <summary>Technical Competency.</summary>
    public const string TechComp = "TechComp";

    /// <summary>Technical Knowledge.</summary>
    public const string TechKnowledge = "TechKnowledge";

    /// <summary>Typing Speed and Accuracy: words per minute and accuracy, never a grade.</summary>
    public const string Typing = "Typing";

    /// <summary>Writing.</summary>
    public const string Writing = "writing";
}
