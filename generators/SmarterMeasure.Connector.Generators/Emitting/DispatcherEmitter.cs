using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints the dispatcher: a switch on the event's name to one method for each event.</summary>
internal static class DispatcherEmitter
{
    public static void Emit(SourceProductionContext output, DispatcherModel model)
    {
        var writer = SourceWriter
            .Begin(
                CSharpText.Namespace,
                "System",
                "System.Collections.Generic",
                "System.Threading",
                "System.Threading.Tasks",
                "Microsoft.Extensions.DependencyInjection",
                "SmarterMeasure.Connector.Dispatch",
                "SmarterMeasure.Connector.Ledger",
                "SmarterMeasure.Connector.Wire")
            .Write("/// <summary>Calls the handlers of this assembly.</summary>")
            .Write(CSharpText.TypeAttributes)
            .Open("internal sealed class EventDispatcher : IEventDispatcher");
        WriteHandles(writer, model);
        CatalogueEmitter.Write(writer.Blank(), model);
        WriteDispatch(writer.Blank(), model);
        foreach (var one in model.All)
            new EventMethodEmitter(writer.Blank(), one, model.Payloads).Write();
        foreach (var payload in model.Payloads)
            WriteParse(writer.Blank(), payload);
        WriteAdd(writer, model);
        writer.Close().AddTo(output, "EventDispatcher.g.cs");
    }

    private static void WriteHandles(SourceWriter writer, DispatcherModel model)
    {
        writer
            .Write("/// <inheritdoc/>")
            .Open("public bool Handles(ReadOnlySpan<byte> eventName) => eventName.Length switch");
        foreach (var one in InOrderOfLength(model))
            writer.Write($"{CSharpText.Case("eventName", one.Name)} => true,");
        writer.Write("_ => false,").Close(";");
        if (model.AnyOther is not null)
            writer.Blank().Write("/// <inheritdoc/>").Write("public bool HandlesAnyOther => true;");
    }

    private static void WriteDispatch(SourceWriter writer, DispatcherModel model)
    {
        writer
            .Write("""
                /// <inheritdoc/>
                public ValueTask DispatchAsync(
                    ReadOnlySpan<byte> eventName, EventContext context, ICollection<Push> pushes, CancellationToken stop) =>
                """)
            .Indent()
            .Open("eventName.Length switch");
        foreach (var one in InOrderOfLength(model))
            writer.Write($"{CSharpText.Case("eventName", one.Name)} => {one.MethodName}(context, pushes, stop),");
        var other = model.AnyOther is { } any ? $"{any.MethodName}(context, pushes, stop)" : "default";
        writer.Write($"_ => {other},").Close(";").Outdent();
    }

    private static void WriteParse(SourceWriter writer, ReaderName payload) => writer.Write($$"""
        private static {{payload.TypeName}} Parse{{payload.Name}}(EventContext context)
        {
            if (context.Format == PayloadFormat.Xml)
            {
                var xml = new XmlPayloadReader(context.Body.Span);
                return Parse{{payload.Name}}(ref xml);
            }

            var json = new JsonPayloadReader(context.Body.Span);
            return Parse{{payload.Name}}(ref json);
        }

        private static {{payload.TypeName}} Parse{{payload.Name}}<TReader>(ref TReader reader)
            {{CSharpText.ReaderConstraint}}
        {
            var payload = PayloadReaders.Read{{payload.Name}}(ref reader) ?? throw reader.Error(PayloadError.MissingMember);
            reader.End();
            return payload;
        }
        """);

    private static void WriteAdd(SourceWriter writer, DispatcherModel model)
    {
        var yields = new HashSet<Yielding>(model.All.SelectMany(static one => one.Calls).Select(static call => call.Yielding));
        if (yields.Contains(Yielding.Push) || yields.Contains(Yielding.Pushes))
        {
            writer.Blank().Write("""
                private static void Add(ICollection<Push> pushes, Push? push)
                {
                    if (push is not null)
                        pushes.Add(push);
                }
                """);
        }

        if (yields.Contains(Yielding.Pushes))
        {
            writer.Blank().Write("""
                private static void AddAll(ICollection<Push> pushes, IEnumerable<Push?>? some)
                {
                    foreach (var push in some ?? [])
                        Add(pushes, push);
                }
                """);
        }
    }

    private static IEnumerable<EventModel> InOrderOfLength(DispatcherModel model) =>
        model.Events.OrderBy(static one => CSharpText.Utf8Length(one.Name));
}
