using System.Globalization;
using System.Text.Json;
using FakeCampus.Serving;

namespace FakeCampus.VendorApi;

/// <summary>The body that creates or changes a user, checked strictly: JSON, known members, each of its type.</summary>
internal sealed class UserInput
{
    private UserInput()
    {
    }

    public string? GroupKey { get; private set; }

    public string? FirstName { get; private set; }

    public string? LastName { get; private set; }

    public string? Email { get; private set; }

    public string? InternalId { get; private set; }

    private string? Gender { get; set; }

    private string? Ethnicity { get; set; }

    private string? AgeRange { get; set; }

    private string? HowManyCourses { get; set; }

    private List<CustomAnswer>? Custom { get; set; }

    public static UserInput Read(StubRequest request, bool creates)
    {
        if (request.MediaType != "application/json")
            throw VendorQuery.Bad("application/json is required");

        try
        {
            using var body = JsonDocument.Parse(request.Body);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
                throw VendorQuery.Bad("the body is not an object");

            var input = new UserInput();
            foreach (var member in body.RootElement.EnumerateObject())
                input.Take(member, creates);

            if (creates && (input.GroupKey ?? "") is "" or null)
                throw VendorQuery.Bad("GroupKey is required");

            if (creates && (string.IsNullOrEmpty(input.FirstName) || string.IsNullOrEmpty(input.LastName)
                || string.IsNullOrEmpty(input.Email)))
            {
                throw VendorQuery.Bad("FirstName, LastName and Email are required");
            }

            return input;
        }
        catch (JsonException)
        {
            throw VendorQuery.Bad("the body is not JSON");
        }
    }

    /// <summary>Writes what was sent over what is there.</summary>
    public void Apply(VendorRegistration one)
    {
        one.Student = one.Student with
        {
            FirstName = FirstName ?? one.Student.FirstName,
            LastName = LastName ?? one.Student.LastName,
            Email = Email ?? one.Student.Email,
            InternalId = InternalId ?? one.Student.InternalId,
        };
        one.Gender = Gender ?? one.Gender;
        one.Ethnicity = Ethnicity ?? one.Ethnicity;
        one.AgeRange = AgeRange ?? one.AgeRange;
        one.HowManyCourses = HowManyCourses ?? one.HowManyCourses;
        one.CustomData = Custom ?? one.CustomData;
    }

    private void Take(JsonProperty member, bool creates)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "FirstName":
                FirstName = Text(value);
                break;
            case "LastName":
                LastName = Text(value);
                break;
            case "Email":
                Email = Text(value);
                break;
            case "InternalID":
                InternalId = Text(value);
                break;
            case "Gender" when Text(value) is "M" or "F":
                Gender = Text(value);
                break;
            case "EthnicityID" when value.ValueKind == JsonValueKind.Number:
                Ethnicity = value.GetRawText();
                break;
            case "AgeRange":
                AgeRange = Text(value);
                break;
            case "HowManyCoursesTaken":
                HowManyCourses = Text(value);
                break;

            // Documented as a number, but the keys of the answers are not numbers.
            case "GroupKey" when creates:
                GroupKey = value.ValueKind == JsonValueKind.Number ? value.GetRawText() : Text(value);
                break;
            case "Custom" when creates && value.ValueKind == JsonValueKind.Object:
                Custom = [.. value.EnumerateObject().Select((answer, index) => new CustomAnswer(
                    (3000 + index).ToString(CultureInfo.InvariantCulture), answer.Name, Text(answer.Value)))];
                break;
            default:
                throw VendorQuery.Bad("a member of the body is unknown or of the wrong type");
        }
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? value.GetString()!
        : throw VendorQuery.Bad("a member of the body is not text");
}
