namespace SmarterMeasure.Connector.Api;

/// <summary>One page of rows.</summary>
/// <typeparam name="T">What a row is.</typeparam>
/// <param name="Items">The rows; empty past the last one.</param>
/// <param name="Total">How many rows there are in all, as the vendor says; null when it does not.</param>
public sealed record ResultsPage<T>(IReadOnlyList<T> Items, long? Total)
{
    /// <summary>How many rows, and nothing personal.</summary>
    public override string ToString() => $"ResultsPage {{ Items = {Items.Count}, Total = {Total} }}";
}

/// <summary>A report as a file. Holds personal data.</summary>
/// <param name="Content">The file.</param>
/// <param name="ContentType">What the server says that it is, for example <c>application/pdf</c>; null when it does not.</param>
public sealed record Report(ReadOnlyMemory<byte> Content, string? ContentType)
{
    /// <summary>What it is and how long, and nothing of what it says.</summary>
    public override string ToString() => $"Report {{ ContentType = {ContentType}, Bytes = {Content.Length} }}";
}
