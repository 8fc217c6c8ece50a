using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Forwarding.Moodle;

/// <summary>What is read of a user. Holds personal data.</summary>
internal sealed record MoodleUser
{
    /// <summary>Moodle's own number.</summary>
    public required long Id { get; init; }

    /// <summary>The school's id.</summary>
    [JsonPropertyName("idnumber")]
    public string? IdNumber { get; init; }

    /// <summary>The name that the student logs in with.</summary>
    public string? Username { get; init; }

    /// <summary>E-mail address.</summary>
    public string? Email { get; init; }

    /// <summary>Custom profile fields that have a value; null when the token's account may not see any.</summary>
    [JsonPropertyName("customfields")]
    public IReadOnlyList<MoodleProfileField>? CustomFields { get; init; }

    /// <summary>Says which user it is, and nothing personal.</summary>
    public override string ToString() => $"MoodleUser {{ Id = {Id} }}";
}

/// <summary>A custom profile field with its value.</summary>
internal sealed record MoodleProfileField([property: JsonPropertyName("shortname")] string? ShortName, string? Value);

/// <summary>What is read of the site and of the token's account.</summary>
internal sealed record MoodleSite
{
    /// <summary>The site's own address.</summary>
    [JsonPropertyName("siteurl")]
    public string? SiteUrl { get; init; }

    /// <summary>The functions that the token may call.</summary>
    public IReadOnlyList<MoodleFunction>? Functions { get; init; }

    /// <summary>Whether the token's account administers the site.</summary>
    [JsonPropertyName("userissiteadmin")]
    public bool UserIsSiteAdmin { get; init; }
}

/// <summary>A function of a web service.</summary>
internal sealed record MoodleFunction(string? Name);

/// <summary>The assignments by their courses.</summary>
internal sealed record MoodleCourses(IReadOnlyList<MoodleCourse>? Courses);

/// <summary>A course with its assignments.</summary>
internal sealed record MoodleCourse(long Id, IReadOnlyList<MoodleAssignment>? Assignments);

/// <summary>What is read of an assignment.</summary>
internal sealed record MoodleAssignment
{
    /// <summary>Its own number, which no page shows.</summary>
    public required long Id { get; init; }

    /// <summary>The course module's number, which stands in the page's address.</summary>
    [JsonPropertyName("cmid")]
    public required long CourseModule { get; init; }

    /// <summary>The course's number.</summary>
    public long Course { get; init; }

    /// <summary>Its name.</summary>
    public string? Name { get; init; }

    /// <summary>Points that it is worth; 0 for no grade, and below it a scale.</summary>
    public decimal Grade { get; init; }

    /// <summary>Whether it has a marking workflow: 1 or 0.</summary>
    [JsonPropertyName("markingworkflow")]
    public int MarkingWorkflow { get; init; }

    /// <summary>Whether submissions are anonymous: 1 or 0.</summary>
    [JsonPropertyName("blindmarking")]
    public int BlindMarking { get; init; }

    /// <summary>Whether those who are anonymous have been revealed: 1 or 0.</summary>
    [JsonPropertyName("revealidentities")]
    public int RevealIdentities { get; init; }
}

/// <summary>A course module.</summary>
internal sealed record MoodleModule([property: JsonPropertyName("cm")] MoodleModuleContent? Content);

/// <summary>What is read of a course module.</summary>
/// <param name="IdNumber">The school's id of it.</param>
internal sealed record MoodleModuleContent([property: JsonPropertyName("idnumber")] string? IdNumber);

/// <summary>A student who takes part in an assignment.</summary>
internal sealed record MoodleParticipant(long Id);

/// <summary>The marking workflow's states by assignment.</summary>
internal sealed record MoodleFlags(IReadOnlyList<MoodleAssignmentFlags>? Assignments);

/// <summary>The states of one assignment.</summary>
internal sealed record MoodleAssignmentFlags([property: JsonPropertyName("userflags")] IReadOnlyList<MoodleUserFlags>? UserFlags);

/// <summary>One student's state.</summary>
internal sealed record MoodleUserFlags(
    [property: JsonPropertyName("userid")] long UserId,
    [property: JsonPropertyName("workflowstate")] string? WorkflowState);

/// <summary>Assignments' own grades.</summary>
internal sealed record MoodleOwnGrades(IReadOnlyList<MoodleAssignmentGrades>? Assignments);

/// <summary>One assignment's own grades.</summary>
internal sealed record MoodleAssignmentGrades(IReadOnlyList<MoodleOwnGrade>? Grades);

/// <summary>A grade in the assignment itself.</summary>
internal sealed record MoodleOwnGrade
{
    /// <summary>Whose.</summary>
    [JsonPropertyName("userid")]
    public long UserId { get; init; }

    /// <summary>Who graded.</summary>
    public long Grader { get; init; }

    /// <summary>Seconds since 1970.</summary>
    [JsonPropertyName("timemodified")]
    public long TimeModified { get; init; }

    /// <summary>Points; -1 for none.</summary>
    public decimal? Grade { get; init; }
}

/// <summary>The gradebook of a course, by its students.</summary>
internal sealed record MoodleGradebook([property: JsonPropertyName("usergrades")] IReadOnlyList<MoodleStudentGrades>? Students);

/// <summary>A student's part of it.</summary>
internal sealed record MoodleStudentGrades(
    [property: JsonPropertyName("userid")] long UserId,
    [property: JsonPropertyName("gradeitems")] IReadOnlyList<MoodleGradeItem>? Items);

/// <summary>One student's grade in the gradebook.</summary>
internal sealed record MoodleGradeItem
{
    /// <summary>The course module's number.</summary>
    [JsonPropertyName("cmid")]
    public long? CourseModule { get; init; }

    /// <summary>Points, as a teacher sees them; null for none.</summary>
    [JsonPropertyName("graderaw")]
    public decimal? GradeRaw { get; init; }

    /// <summary>Seconds since 1970 of the last grade.</summary>
    [JsonPropertyName("gradedategraded")]
    public long? GradedAt { get; init; }

    /// <summary>Whether it, or the whole item, is locked.</summary>
    [JsonPropertyName("gradeislocked")]
    public bool? IsLocked { get; init; }

    /// <summary>Whether a teacher has put another grade in its place.</summary>
    [JsonPropertyName("gradeisoverridden")]
    public bool? IsOverridden { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(IReadOnlyList<MoodleUser>))]
[JsonSerializable(typeof(MoodleSite))]
[JsonSerializable(typeof(MoodleCourses))]
[JsonSerializable(typeof(MoodleModule))]
[JsonSerializable(typeof(MoodleParticipant))]
[JsonSerializable(typeof(MoodleFlags))]
[JsonSerializable(typeof(MoodleOwnGrades))]
[JsonSerializable(typeof(MoodleGradebook))]
internal sealed partial class MoodleJson : JsonSerializerContext;
