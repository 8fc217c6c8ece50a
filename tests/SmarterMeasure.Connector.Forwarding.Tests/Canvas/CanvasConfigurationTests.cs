using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding.Tests.Canvas;

public sealed class CanvasConfigurationTests
{
    private const string Section = "Destinations:canvas:";
    private static readonly Uri s_nowhere = new("http://127.0.0.1:9");

    [Fact]
    public void One_exception_lists_every_fault_and_no_value()
    {
        var refused = Refused(
            (Section + "BaseUrl", "canary-url"),
            (Section + "Token", "canary token"),
            (Section + "Course", "canary-course"),
            (Section + "Assignments:LifeFactors", "4001.5"),
            (Section + "Assignments:typing", "4002"),
            (Section + "Assignments:LEARNSTYLES", "4003"));

        Assert.Equal(
        [
            "SmarterMeasure:Destinations:canvas:BaseUrl must be an address like https://school.example.edu, without user, query or fragment",
            "SmarterMeasure:Destinations:canvas:Token must be the access token alone: letters, digits and signs, without blanks",
            "SmarterMeasure:Destinations:canvas:Course must be the course's number, or sis_course_id: followed by the school's id of it",
            "SmarterMeasure:Destinations:canvas:Assignments:LEARNSTYLES must go: LearnStyles is a profile of seven styles and has no percentage to grade",
            "SmarterMeasure:Destinations:canvas:Assignments:LifeFactors must be the assignment's number, or its name: 3 to 255 characters, a letter among them",
            "SmarterMeasure:Destinations:canvas:Assignments:typing must go: Typing is measured in words per minute and has no percentage to grade",
        ], refused.Faults.Order(StringComparer.OrdinalIgnoreCase).OrderBy(Rank));
        Assert.DoesNotContain("canary", refused.Message, StringComparison.Ordinal);

        static int Rank(string fault) =>
            Array.FindIndex(["BaseUrl", "Token", "Course"], key => fault.Contains($"canvas:{key} ", StringComparison.Ordinal))
                is >= 0 and var rank ? rank : 3;
    }

    [Fact]
    public void Everything_that_is_missing_is_named_at_once()
    {
        var refused = Refused(
            (Section + "BaseUrl", null), (Section + "Token", null), (Section + "Course", null),
            (Section + "Assignments:LifeFactors", null));

        Assert.Equal(
        [
            "SmarterMeasure:Destinations:canvas:BaseUrl is missing",
            "SmarterMeasure:Destinations:canvas:Token is missing: give Token, or ClientId with ClientSecret and RefreshToken",
            "SmarterMeasure:Destinations:canvas:Course is missing",
            "SmarterMeasure:Destinations:canvas:Assignments needs at least one entry: a section's code with the number or the name of its assignment (or give Columns, or CustomData)",
        ], refused.Faults);
    }

    [Theory]
    [InlineData("101")]
    [InlineData("sis_course_id:ENG101-F26")]
    [InlineData("sis_course_id:Géo 1/é")]
    public void A_course_is_a_number_or_the_schools_id(string course)
    {
        using var host = new CanvasHost(s_nowhere, (Section + "Course", course));

        Assert.NotNull(host.Destination);
    }

    [Theory]
    [InlineData("sis_course_id:")]
    [InlineData("sis_term_id:F26")]
    [InlineData("ENG101")]
    [InlineData("-1")]
    public void Any_other_course_is_refused(string course) =>
        Assert.Contains("canvas:Course", Assert.Single(Refused((Section + "Course", course)).Faults), StringComparison.Ordinal);

    [Fact]
    public void An_address_that_holds_the_api_path_already_is_refused() =>
        Assert.EndsWith(
            "BaseUrl must end before /api/v1, which every call adds itself",
            Assert.Single(Refused((Section + "BaseUrl", "https://canvas.example.edu/api/v1/")).Faults),
            StringComparison.Ordinal);

    [Fact]
    public void Sections_with_an_assignment_and_a_percentage_are_accepted_in_any_case()
    {
        using var host = new CanvasHost(
            s_nowhere, (Section + "Assignments:reading", "4002"), (Section + "Assignments:OurOwnSection", "4003"));

        Assert.True(host.Destination.Accepts(CanvasHost.Result("LifeFactors", 63)));
        Assert.True(host.Destination.Accepts(CanvasHost.Result("LIFEFACTORS", 0)));
        Assert.True(host.Destination.Accepts(CanvasHost.Result("Reading", 80)));
        Assert.True(host.Destination.Accepts(CanvasHost.Result("ourownsection", 12.5m)));
    }

    [Fact]
    public void Sections_without_an_assignment_or_without_a_percentage_are_not_accepted()
    {
        using var host = new CanvasHost(s_nowhere);

        Assert.False(host.Destination.Accepts(CanvasHost.Result("LifeFactors", null)));
        Assert.False(host.Destination.Accepts(CanvasHost.Result("Math", 63)));
        Assert.False(host.Destination.Accepts(CanvasHost.Result(SectionCodes.Typing, 63)));
        Assert.False(host.Destination.Accepts(CanvasHost.Result(SectionCodes.LearnStyles, 63)));
    }

    private static ConfigurationException Refused(params IEnumerable<(string Key, string? Value)> settings)
    {
        using var host = new CanvasHost(s_nowhere, settings);
        return Assert.Throws<ConfigurationException>(() => host.Destination);
    }
}
