using System.Globalization;

namespace FakeCampus.Vendor;

/// <summary>Makes students that nobody can take for real ones.</summary>
public static class StudentRoster
{
    private const string PinLetters = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static readonly string[] s_firstNames =
        ["Quill", "Zephyrine", "Marlowe", "Tamsinette", "Orsolo", "Fennwick", "Ysabeau", "Brindley", "Caspiane", "Løvena"];

    private static readonly string[] s_lastNames =
        ["Inkwell", "O'Fable", "Paperling", "Mockridge", "Stubbington", "Dummerly", "Fictor", "Saint-Sample", "Inventia"];

    /// <summary>Invents students; the same seed gives the same ones.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="withoutInternalId">Every how many-th student has no school id; 0 for none of them.</param>
    public static IReadOnlyList<Student> Invent(int count, int seed, int withoutInternalId = 0)
    {
        var random = new Random(seed);
        var firstUser = random.Next(3_000_000, 6_000_000);
        return [.. Enumerable.Range(1, count).Select(number => One(number, firstUser + number * 7))];

        Student One(int number, int userId)
        {
            var first = s_firstNames[random.Next(s_firstNames.Length)];
            var last = s_lastNames[random.Next(s_lastNames.Length)];
            var hasId = withoutInternalId == 0 || number % withoutInternalId != 0;
            return new Student(
                userId.ToString(CultureInfo.InvariantCulture),
                hasId ? string.Create(CultureInfo.InvariantCulture, $"FC{seed % 100:00}-{number:00000}") : "",
                first,
                last,
                string.Create(CultureInfo.InvariantCulture, $"student{seed}.{number}@students.fakecampus.test"),
                new string(random.GetItems<char>(PinLetters, 8)));
        }
    }
}
