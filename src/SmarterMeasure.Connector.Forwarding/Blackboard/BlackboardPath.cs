namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>Writes ids for a path: a literal prefix that says which id it is, then the id, percent-escaped exactly once.</summary>
internal static class BlackboardPath
{
    /// <summary>How a column can be named.</summary>
    public static readonly string[] ColumnPrefixes = [ExternalId];

    /// <summary>How a course can be named.</summary>
    public static readonly string[] CoursePrefixes = ["courseId:", ExternalId, "uuid:"];

    /// <summary>How a user can be named.</summary>
    public static readonly string[] UserPrefixes = [ExternalId, "userName:", "uuid:"];

    /// <summary>The prefix of ids that are the school's, or ours.</summary>
    public const string ExternalId = "externalId:";

    /// <summary>An id as configured, ready for a path; null when it is none.</summary>
    public static string? Of(string configured, string[] prefixes)
    {
        if (configured is ['_', ..] && configured.All(c => char.IsAsciiDigit(c) || c == '_'))
            return configured;

        var prefix = prefixes.FirstOrDefault(prefix => configured.StartsWith(prefix, StringComparison.Ordinal));
        return prefix is null || configured.Length == prefix.Length
            ? null
            : prefix + Uri.EscapeDataString(configured[prefix.Length..]);
    }
}
