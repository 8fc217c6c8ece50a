using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.Moodle;

namespace SmarterMeasure.Connector;

/// <summary>Adds Moodle to the kinds of destinations.</summary>
public static class MoodleBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of type <c>Moodle</c>: <c>Destinations:{name}:{Type:Moodle, BaseUrl, Token,
    /// IdField, ProfileFields:{SectionCode:ShortName}, Assignments:{SectionCode:AssignmentId}, WorkflowState}</c>.
    /// </summary>
    /// <remarks>
    /// <c>ProfileFields</c> need no course: the percentage, or else the readiness, becomes a custom profile field of the user.
    /// <c>Assignments</c> take the percentage as a grade; Moodle notifies the student each time, unless a marking workflow with a
    /// <c>WorkflowState</c> other than <c>released</c> holds the grade back. <c>IdField</c> says which field of the user holds the
    /// school's id: <c>idnumber</c> (the default) or <c>username</c>.
    /// </remarks>
    public static SmarterMeasureBuilder AddMoodle(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddDestinationType<MoodleDestinationType>();
    }
}
