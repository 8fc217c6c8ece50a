using System.CommandLine;
using SmarterMeasure.Connector.Hosting.Output;

namespace SmarterMeasure.Connector.Hosting.Selection;

/// <summary>Makes the option that chooses states by their names.</summary>
internal static class StateOption
{
    public static Option<TState[]> Of<TState>()
        where TState : struct, Enum
    {
        var states = Enum.GetValues<TState>();
        var names = string.Join(", ", states.Select(Printable.Of));
        var option = new Option<TState[]>("--state")
        {
            Description = $"Only in this state; may be given more than once: {names}.",
            HelpName = "STATE",
            Arity = ArgumentArity.OneOrMore,
        };
        option.CustomParser = result =>
        {
            var chosen = new List<TState>();
            foreach (var token in result.Tokens)
            {
                var found = states.Where(state => Printable.Of(state).Equals(token.Value, StringComparison.OrdinalIgnoreCase)).ToList();
                if (found.Count == 0)
                    result.AddError($"No such state: {token.Value}. There are {names}.");
                chosen.AddRange(found);
            }

            return [.. chosen];
        };
        return option;
    }
}
