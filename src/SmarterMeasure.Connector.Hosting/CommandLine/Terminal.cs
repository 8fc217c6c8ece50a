namespace SmarterMeasure.Connector.Hosting.CommandLine;

/// <summary>Where a verb writes to and asks from.</summary>
/// <param name="Output">What was asked for.</param>
/// <param name="Error">Faults, questions and progress.</param>
/// <param name="Input">Answers to questions.</param>
/// <param name="ShowsProgress">Whether a person watches <paramref name="Error"/>.</param>
internal sealed record Terminal(TextWriter Output, TextWriter Error, TextReader Input, bool ShowsProgress)
{
    /// <summary>The process's own.</summary>
    public static Terminal OfProcess() => new(Console.Out, Console.Error, Console.In, !Console.IsErrorRedirected);
}
