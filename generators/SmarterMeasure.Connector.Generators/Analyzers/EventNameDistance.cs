using System.Collections.Immutable;

namespace SmarterMeasure.Connector.Generators.Analyzers;

/// <summary>How far a name is from the documented ones.</summary>
internal static class EventNameDistance
{
    /// <summary>
    /// The most letters by which a slip differs. <c>assessment.section-stop</c> is three letters from
    /// <c>assessment.section-start</c> and may well be an event of its own.
    /// </summary>
    private const int Slip = 2;

    private const string Prefix = "assessment";

    /// <summary>The documented event that was probably meant; null when the name is far from all.</summary>
    public static DocumentedEvent? Nearest(string name, ImmutableArray<DocumentedEvent> events)
    {
        DocumentedEvent? nearest = null;
        var least = Slip + 1;
        var bare = Bare(name);
        foreach (var one in events)
        {
            var other = Bare(one.Name);

            // A name as short as the slip itself, such as the wildcard, is near to anything short.
            if (other.Length <= Slip || Math.Abs(other.Length - bare.Length) >= least)
                continue;
            var distance = Between(bare, other);
            if (distance < least)
                (nearest, least) = (one, distance);
        }

        return nearest;
    }

    // Nobody means another event by leaving out the prefix that all have, or the point after it.
    private static string Bare(string name)
    {
        var bare = name.Trim().ToLowerInvariant();
        return bare.StartsWith(Prefix, StringComparison.Ordinal) ? bare.Substring(Prefix.Length).TrimStart('.', '-', '_', ' ') : bare;
    }

    /// <summary>Letters inserted, left out, exchanged, or swapped with their neighbour.</summary>
    private static int Between(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
            rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++)
            rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var exchanged = rows[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                rows[i, j] = Math.Min(exchanged, Math.Min(rows[i - 1, j], rows[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    rows[i, j] = Math.Min(rows[i, j], rows[i - 2, j - 2] + 1);
            }
        }

        return rows[a.Length, b.Length];
    }
}
