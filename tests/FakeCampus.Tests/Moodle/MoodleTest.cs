using System.Text.Json.Nodes;
using FakeCampus.Moodle;
using FakeCampus.Tests.Serving;

namespace FakeCampus.Tests.Moodle;

/// <summary>A Moodle with one student in one assignment, and calls as a raw client makes them.</summary>
public abstract class MoodleTest : StubTest<MoodleStub>
{
    protected const string Rest = "webservice/rest/server.php";

    protected MoodleCampus Campus { get; } = new();

    protected MoodleUser Student { get; private set; } = null!;

    protected MoodleAssign Assign { get; private set; } = null!;

    protected override MoodleStub Make()
    {
        Campus.DefineProfileFields("smlifefactors");
        Student = Campus.AddUser("quill.i", "S123", "quill@students.fakecampus.test");
        Assign = Campus.AddAssign(Campus.AddCourse("CSS100-F26", "css-100"));
        Assign.Enrol(Student);
        return new MoodleStub(Campus, Clock);
    }

    protected async Task<JsonNode?> Call(string function, params (string Name, string Value)[] fields)
    {
        var response = await Form(Rest,
        [
            ("wstoken", Stub.Token), ("wsfunction", function), ("moodlewsrestformat", "json"), .. fields,
        ]);
        Assert.Equal(200, (int)response.StatusCode);
        return await Read(response);
    }

    protected Task<JsonNode?> Save(string grade, string feedback, string state = "") => Call(
        "mod_assign_save_grade", ("assignmentid", $"{Assign.Id}"), ("userid", $"{Student.Id}"), ("grade", grade),
        ("attemptnumber", "-1"), ("addattempt", "0"), ("workflowstate", state), ("applytoall", "0"),
        ("plugindata[assignfeedbackcomments_editor][text]", feedback),
        ("plugindata[assignfeedbackcomments_editor][format]", "1"));

    protected Task<JsonNode?> Update(string grade, params (string Name, string Value)[] more) => Call(
        "core_grades_update_grades",
        [
            ("source", "smartermeasure"), ("courseid", $"{Assign.Course.Id}"), ("component", "mod_assign"),
            ("activityid", $"{Assign.CourseModuleId}"), ("itemnumber", "0"), ("grades[0][studentid]", $"{Student.Id}"),
            ("grades[0][grade]", grade), .. more,
        ]);

    protected static string? Code(JsonNode? body) => (string?)body?["errorcode"];
}
