using SmarterMeasure.Connector.Forwarding;
using SmarterMeasure.Connector.Forwarding.Canvas;

namespace SmarterMeasure.Connector;

/// <summary>Adds Canvas to the kinds of destinations.</summary>
public static class CanvasBuilderExtensions
{
    /// <summary>
    /// Lets the configuration name destinations of type <c>Canvas</c>:
    /// <c>Destinations:{name}:{Type:Canvas, BaseUrl, Token, Course, Assignments:{SectionCode:AssignmentId or name}, Provision}</c>.
    /// </summary>
    /// <remarks>
    /// <c>Course</c> is the course's number or <c>sis_course_id:…</c>. A section without an assignment is not sent. An
    /// assignment is given by its number or its name; with <c>Provision</c> a name that is missing is made once, outside of
    /// the final grade. Each destination needs the token of an account that may see the students and grade the course.
    /// </remarks>
    public static SmarterMeasureBuilder AddCanvas(this SmarterMeasureBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddDestinationType<CanvasDestinationType>();
    }
}
