using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Emitting;
using SmarterMeasure.Connector.Generators.Parsing;

namespace SmarterMeasure.Connector.Generators;

/// <summary>
/// Emits the dispatcher, the payload readers and <c>AddGeneratedHandlers()</c> from the methods with
/// <c>[SmarterMeasureEvent]</c>. The parser decides, from symbols to an equatable model; the emitters print.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class ConnectorGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // Hides the generated types from other assemblies, also from those that see this one's internals.
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());

        // An input like the compilation, of which it is the part that matters.
        var declarations = context.CompilationProvider
            .Select(static (compilation, _) => new Declarations(compilation));

        var handlers = declarations
            .Select(static (declared, stop) => HandlerFinder.Find(declared.Compilation, stop))
            .WithTrackingName(TrackingNames.Handlers);

        var connector = handlers
            .Select(static (all, _) => ConnectorAssembler.Assemble(all))
            .WithTrackingName(TrackingNames.Connector);

        var dispatcher = connector
            .Select(static (model, _) => model.Dispatcher)
            .WithTrackingName(TrackingNames.Dispatcher);

        var readers = connector
            .SelectMany(static (model, _) => model.Readers)
            .WithTrackingName(TrackingNames.Readers);

        var readerKit = connector
            .Select(static (model, _) => model.Readers.Count > 0)
            .WithTrackingName(TrackingNames.ReaderKit);

        var resolver = connector
            .Select(static (model, _) => model.Resolver)
            .WithTrackingName(TrackingNames.Resolver);

        var assembly = declarations
            .Select(static (declared, _) => AssemblyParser.Parse(declared.Compilation))
            .WithTrackingName(TrackingNames.Assembly);

        var registration = dispatcher.Combine(assembly)
            .WithTrackingName(TrackingNames.Registration);

        context.RegisterSourceOutput(readers, static (output, reader) => PayloadEmitter.Emit(output, reader));
        context.RegisterSourceOutput(readerKit, static (output, isUsed) =>
        {
            if (isUsed)
                ReaderKitEmitter.Emit(output);
        });
        context.RegisterSourceOutput(resolver, static (output, model) =>
        {
            if (model.Types.Count > 0)
                ResolverEmitter.Emit(output, model);
        });
        context.RegisterSourceOutput(registration, static (output, model) =>
        {
            if (model.Right.IsConnected)
                RegistrationEmitter.Emit(output, model.Right, model.Left);
        });
        context.RegisterSourceOutput(dispatcher, static (output, model) =>
        {
            if (model.HasHandlers)
                DispatcherEmitter.Emit(output, model);
        });
    }
}
