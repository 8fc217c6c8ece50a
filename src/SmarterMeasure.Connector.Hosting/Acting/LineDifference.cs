namespace SmarterMeasure.Connector.Hosting.Acting;

/// <summary>How one text differs from another, line by line.</summary>
internal static class LineDifference
{
    /// <summary>The lines that only the old text has, with a <c>-</c> before them, and those of the new one with a <c>+</c>.</summary>
    public static IReadOnlyList<string> Of(string old, string current)
    {
        var (a, b) = (Lines(old), Lines(current));
        // How many lines the rests of both texts, from there on, have in common.
        var common = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
        {
            for (var j = b.Length - 1; j >= 0; j--)
                common[i, j] = a[i] == b[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
        }

        var difference = new List<string>();
        for (int i = 0, j = 0; i < a.Length || j < b.Length;)
        {
            if (i < a.Length && j < b.Length && a[i] == b[j])
                (i, j) = (i + 1, j + 1);
            else if (j == b.Length || (i < a.Length && common[i + 1, j] >= common[i, j + 1]))
                difference.Add("-" + a[i++]);
            else
                difference.Add("+" + b[j++]);
        }

        return difference;
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").Split('\n');
}
