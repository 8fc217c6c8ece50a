using System.Globalization;
using System.Text.Json;
using FakeCampus.Vendor;

namespace FakeCampus.VendorApi;

/// <summary>Writes what all shapes of a registration have in common.</summary>
internal static class RegistrationJson
{
    public static string Time(long seconds) => VendorTime.Text(DateTimeOffset.FromUnixTimeSeconds(seconds));

    public static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Nothing is an empty array.</summary>
    public static void WriteOrEmptyArray(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
            return;
        }

        json.WriteStartArray(name);
        json.WriteEndArray();
    }

    /// <summary>Nothing is not written.</summary>
    public static void WriteIfThere(this Utf8JsonWriter json, string name, string? text)
    {
        if (text is not null)
            json.WriteString(name, text);
    }

    /// <summary>A record of the list of users when <paramref name="inList"/>, else a user on its own.</summary>
    public static void WriteUser(Utf8JsonWriter json, VendorRegistration one, long now, bool inList, bool withCustomData)
    {
        var student = one.Student;
        json.WriteStartObject();
        json.WriteString("UserId", student.UserId);
        if (inList)
        {
            json.WriteString("AssessmentKey", one.Group.AssessmentKey);
            json.WriteString("AdministrativeGroupKey", one.Group.AdministrativeGroupKey);
        }

        json.WriteString("FirstName", student.FirstName);
        json.WriteString("LastName", student.LastName);
        json.WriteString("Email", student.Email);
        json.WriteString("InternalId", student.InternalId);
        json.WriteString("AccessCode", student.AssessmentPin);
        json.WriteOrEmptyArray("HowManyCourses", one.HowManyCourses);
        json.WriteOrEmptyArray("AgeRange", one.AgeRange);
        json.WriteOrEmptyArray("Gender", one.Gender);
        json.WriteString("CompletionPercentage", Text(one.EventsUntil(now).LastOrDefault()?.CompletionPercentage ?? 0));
        json.WriteString("DateTimeStarted", Time(one.Created));
        json.WriteOrEmptyArray("DateTimeLastUpdated", one.UpdatedAt(now) is { } updated ? Time(updated) : null);
        json.WriteOrEmptyArray("DateTimeCompleted", one.CompletedAt(now) is { } completed ? Time(completed) : null);
        json.WriteString("Uri", $"/users/{student.UserId}");
        if (withCustomData)
            WriteCustomData(json, one.CustomData);

        json.WriteEndObject();
    }

    /// <summary>The members with which both shapes of results begin.</summary>
    public static void WriteHead(Utf8JsonWriter json, VendorApiCampus campus, VendorRegistration one, int row, int percentage, long now)
    {
        json.WriteString("RowNumber", Text(row));
        json.WriteString("UserId", one.Student.UserId);
        json.WriteString("InternalId", one.Student.InternalId);
        json.WriteString("CompletionPercentage", Text(percentage));
        json.WriteString("DateTimeTaken", Time(one.Created));
        json.WriteIfThere("DateTimeLastUpdated", one.UpdatedAt(now) is { } updated ? Time(updated) : null);
        json.WriteIfThere("DateTimeCompleted", one.CompletedAt(now) is { } completed ? Time(completed) : null);
        json.WriteStartObject("Account");
        json.WriteString("Id", campus.AccountId);
        json.WriteString("Name", campus.AccountName);
        json.WriteEndObject();
    }

    public static void WritePerson(Utf8JsonWriter json, Student student)
    {
        json.WriteString("FirstName", student.FirstName);
        json.WriteString("LastName", student.LastName);
        json.WriteString("EmailAddress", student.Email);
    }

    /// <summary>The subscales as an array in an array; absent when the section has none.</summary>
    public static void WriteExtendedData(Utf8JsonWriter json, SectionResult section)
    {
        if (section.Outcome.Subscales is not { Count: > 0 } subscales)
            return;

        json.WriteStartArray("ExtendedData");
        json.WriteStartArray();
        foreach (var subscale in subscales)
        {
            json.WriteStartObject();
            json.WriteString("Code", subscale.Code);
            json.WriteString("Title", SectionResult.Capital(subscale.Code));
            json.WriteIfThere("PointsPossible", SectionResult.Figure(subscale.Scores, "possible"));
            json.WriteIfThere("PointsAccumulated", SectionResult.Figure(subscale.Scores, "earned"));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndArray();
    }

    private static void WriteCustomData(Utf8JsonWriter json, IReadOnlyList<CustomAnswer> answers)
    {
        json.WriteStartArray("CustomData");
        foreach (var answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("QuestionId", answer.QuestionId);
            json.WriteString("ParameterId", answer.ParameterId);
            json.WriteOrEmptyArray("Response", answer.Response);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
