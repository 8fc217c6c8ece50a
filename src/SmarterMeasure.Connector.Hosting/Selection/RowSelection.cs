using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace SmarterMeasure.Connector.Hosting.Selection;

/// <summary>Whether and how a verb takes ids.</summary>
internal enum Ids
{
    /// <summary>It takes filters only, and none means everything.</summary>
    None,

    /// <summary>It wants at least one id, and takes no filters.</summary>
    Needed,

    /// <summary>It takes ids or filters, and wants <c>--all</c> when there are neither.</summary>
    OrFilters,
}

/// <summary>The arguments and options by which events and deliveries are both chosen.</summary>
internal sealed class RowSelection
{
    private readonly Option<string?> _callbackId = Text("--callback-id", "Only of this callback.", "ID");
    private readonly Option<string?> _userId = Text("--user-id", "Only of this registration.", "ID");
    private readonly Option<DateTimeOffset?> _since = Time("--since", "Only what came at or after this time, in ISO 8601.");
    private readonly Option<DateTimeOffset?> _until = Time("--until", "Only what came before this time, in ISO 8601.");
    private readonly Option<bool> _all = new("--all") { Description = "Everything, when there is neither an id nor a filter." };
    private readonly Argument<string[]> _ids = new("ID")
    {
        Description = "A number is a row's id; anything else a callback's.",
    };

    /// <summary>Adds them to a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="ids">Whether and how it takes ids.</param>
    /// <param name="further">Filters of its own.</param>
    public RowSelection(Command verb, Ids ids, params Option[] further)
    {
        Option[] filters = [.. further, _callbackId, _userId, _since, _until];
        if (ids != Ids.None)
        {
            _ids.Arity = ids == Ids.Needed ? ArgumentArity.OneOrMore : ArgumentArity.ZeroOrMore;
            verb.Add(_ids);
        }

        if (ids == Ids.Needed)
            return;

        foreach (var filter in filters)
            verb.Add(filter);
        if (ids != Ids.OrFilters)
            return;

        verb.Add(_all);
        verb.Validators.Add(result => Check(result, filters));
    }

    /// <summary>What was asked for by its id, in its order; empty when nothing was.</summary>
    public IReadOnlyList<AskedId> Asked(ParseResult parsed) =>
        [.. (Given(parsed, _ids) ?? []).Select(AskedId.Of)];

    public string? CallbackId(ParseResult parsed) => parsed.GetValue(_callbackId);

    public string? UserId(ParseResult parsed) => parsed.GetValue(_userId);

    public DateTimeOffset? Since(ParseResult parsed) => parsed.GetValue(_since);

    public DateTimeOffset? Until(ParseResult parsed) => parsed.GetValue(_until);

    /// <summary>An option that takes a text.</summary>
    public static Option<string?> Text(string name, string description, string value) =>
        new(name) { Description = description, HelpName = value };

    /// <summary>An option that takes a time.</summary>
    public static Option<DateTimeOffset?> Time(string name, string description) =>
        new(name) { Description = description, HelpName = "TIME", CustomParser = IsoTime.Parse };

    private void Check(CommandResult result, Option[] filters)
    {
        var isNarrow = result.GetResult(_ids) is { Tokens.Count: > 0 }
            || filters.Any(filter => result.GetResult(filter) is { Implicit: false });
        var isAll = result.GetValue(_all);
        if (!isNarrow && !isAll)
            result.AddError("Give an id or a filter, or --all for everything.");
        if (isNarrow && isAll)
            result.AddError("--all goes with neither an id nor a filter.");
    }

    private static T? Given<T>(ParseResult parsed, Argument<T> argument) =>
        parsed.GetResult(argument) is null ? default : parsed.GetValue(argument);
}

/// <summary>An id as an operator gave it: of a row, or of a callback, which may have several rows.</summary>
internal sealed record AskedId(long? Row, string? CallbackId)
{
    /// <summary>A number is a row's id, unless it is too long for one.</summary>
    public static AskedId Of(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? new AskedId(row, null)
            : new AskedId(null, text);
}
