using SmarterMeasure.Connector.Benchmarks.Forward;

namespace SmarterMeasure.Connector.Benchmarks.Truth;

/// <summary>A target's stand-in with a course, in which people change what was delivered.</summary>
internal abstract class VerifySchool : IAsyncDisposable
{
    /// <summary>How many students; each has a grade in each of <see cref="Backlog.Sections"/>.</summary>
    public const int Students = 2_000;

    /// <summary>The target's name.</summary>
    public abstract string Name { get; }

    /// <summary>How many grades stand there.</summary>
    public abstract int Grades { get; }

    /// <summary>How many requests came so far.</summary>
    public abstract long Requests { get; }

    /// <summary>After how many requests the verb is killed, which is about in the middle.</summary>
    public abstract int CallsBeforeKill { get; }

    /// <summary>The destination's settings, without what is before their names.</summary>
    public abstract IReadOnlyDictionary<string, string> Settings { get; }

    /// <summary>Starts it.</summary>
    public abstract Task StartAsync();

    /// <summary>Changes ten grades in each of five ways.</summary>
    /// <returns>What was changed, and as what it should be told.</returns>
    public abstract IReadOnlyList<Planted> Plant();

    public abstract ValueTask DisposeAsync();

    /// <summary>Ten grades in one section, of ten students.</summary>
    protected static IEnumerable<Planted> Ten(string section, int firstStudent, string kind, Action<int> change)
    {
        for (var student = firstStudent; student < firstStudent + 10; student++)
        {
            change(student);
            yield return new Planted(student, section, kind);
        }
    }
}

/// <summary>A grade that was changed.</summary>
/// <param name="Student">Whose.</param>
/// <param name="Section">In which section.</param>
/// <param name="Kind">As what it should be told.</param>
internal sealed record Planted(int Student, string Section, string Kind);
