using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Prints <c>AddGeneratedHandlers()</c>; without handlers it adds nothing, so that the call compiles.</summary>
internal static class RegistrationEmitter
{
    public static void Emit(SourceProductionContext output, DispatcherModel model)
    {
        var writer = SourceWriter
            .Begin(
                "SmarterMeasure.Connector",
                "System",
                "Microsoft.Extensions.DependencyInjection.Extensions")
            .Write("/// <summary>Registers the handlers of this assembly.</summary>")
            .Write(CSharpText.TypeAttributes)
            .Open("internal static class GeneratedHandlers")
            .Write("/// <summary>Adds the methods with [SmarterMeasureEvent], and their types as scoped services.</summary>")
            .Open("public static SmarterMeasureBuilder AddGeneratedHandlers(this SmarterMeasureBuilder builder)")
            .Write("ArgumentNullException.ThrowIfNull(builder);");
        foreach (var type in model.HandlerTypes)
            writer.Write($"builder.Services.TryAddScoped<{type}>();");
        writer
            .Write(model.Events.Count > 0 ? "return builder.AddDispatcher(new Generated.EventDispatcher());" : "return builder;")
            .Close()
            .Close()
            .AddTo(output, "GeneratedHandlers.g.cs");
    }
}
