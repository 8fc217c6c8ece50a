using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace SmarterMeasure.Connector.Hosting.CommandLine;

/// <summary>The usual help, with a verb's examples below it.</summary>
internal sealed class ExamplesHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    /// <summary>Lets a root command and all below it show examples.</summary>
    public static void AddTo(RootCommand root)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!);
    }

    public override int Invoke(ParseResult parseResult)
    {
        var exitCode = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Verb { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
                output.WriteLine($"  {RootCommand.ExecutableName} {example}");
            output.WriteLine();
        }

        return exitCode;
    }
}
