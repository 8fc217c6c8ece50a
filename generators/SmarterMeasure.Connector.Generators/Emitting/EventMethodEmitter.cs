using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the method that handles one event: parses each payload type once, then calls the handlers.</summary>
internal sealed class EventMethodEmitter(SourceWriter writer, EventModel model, EquatableArray<ReaderName> readers)
{
    private readonly List<string> _payloads = model.Calls
        .SelectMany(static call => call.Parameters)
        .Where(static parameter => parameter.Source == ParameterSource.Payload)
        .Select(static parameter => parameter.TypeName)
        .Distinct()
        .ToList();

    public void Write()
    {
        // A lone handler that yields nothing gives its own task on; only where more is to be done, a state machine is needed.
        var isPassedOn = model.Calls is { Count: 1 } && model.Calls[0].Yielding == Yielding.Nothing;
        var isAsync = !isPassedOn && model.Calls.Any(static call => call.Awaiting != Awaiting.Nothing);
        var modifier = isAsync ? "async " : "";
        writer
            .Write($"private static {modifier}ValueTask {model.MethodName}(")
            .Write("    EventContext context, ICollection<Push> pushes, CancellationToken stop)")
            .Indent("{");
        foreach (var payload in _payloads)
            writer.Write($"var {Local(payload)} = Parse{ReaderOf(payload)}(context);");

        if (isPassedOn && model.Calls[0].Awaiting != Awaiting.Nothing)
        {
            var call = Call(model.Calls[0]);
            var task = model.Calls[0].Awaiting == Awaiting.Task ? $"new ValueTask({call})" : call;
            writer.Write($"return context.IsDryRun ? default : {task};");
        }
        else
        {
            foreach (var call in model.Calls)
                WriteStatement(call);
            if (!isAsync)
                writer.Write("return default;");
        }

        writer.Close();
    }

    private void WriteStatement(HandlerCall call)
    {
        var result = call.Awaiting == Awaiting.Nothing ? Call(call) : $"await {Call(call)}.ConfigureAwait(false)";
        switch (call.Yielding)
        {
            case Yielding.Push:
                writer.Write($"Add(pushes, {result});");
                break;
            case Yielding.Pushes:
                writer.Write($"AddAll(pushes, {result});");
                break;
            default:
                // What a handler does without a push is not to be seen, so a dry run has no use of it.
                writer.Write("if (!context.IsDryRun)").Write($"    {result};");
                break;
        }
    }

    private string Call(HandlerCall call)
    {
        var target = call.IsStatic ? call.TypeName : $"context.Services.GetRequiredService<{call.TypeName}>()";
        return $"{target}.{call.MethodName}({string.Join(", ", call.Parameters.Select(Argument))})";
    }

    private string Argument(HandlerParameter parameter) => parameter.Source switch
    {
        ParameterSource.Payload => Local(parameter.TypeName),
        ParameterSource.RawBody => "context.Body",
        ParameterSource.EventContext => "context",
        ParameterSource.CancellationToken => "stop",
        ParameterSource.OptionalService when parameter.Key is { } key =>
            $"context.Services.GetKeyedService<{parameter.TypeName}>({key})",
        ParameterSource.Service when parameter.Key is { } key =>
            $"context.Services.GetRequiredKeyedService<{parameter.TypeName}>({key})",
        ParameterSource.OptionalService => $"context.Services.GetService<{parameter.TypeName}>()",
        _ => $"context.Services.GetRequiredService<{parameter.TypeName}>()",
    };

    private string Local(string payload) =>
        _payloads.Count == 1 ? "payload" : "payload" + (_payloads.IndexOf(payload) + 1);

    private string ReaderOf(string payload) => readers.NameOf(payload);
}
