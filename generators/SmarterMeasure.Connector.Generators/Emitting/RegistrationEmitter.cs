using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>
/// Prints <c>AddGeneratedHandlers()</c> for the program, and for programs that reference this assembly a public class that
/// registers its handlers, with the mark by which it is found.
/// </summary>
internal static class RegistrationEmitter
{
    public static void Emit(SourceProductionContext output, AssemblyModel assembly, DispatcherModel model)
    {
        EmitExtension(output, assembly, model);
        if (model.HasHandlers)
            EmitRegistration(output, assembly.RegistrationName, model);
    }

    // Without handlers it adds nothing, so that the call compiles.
    private static void EmitExtension(SourceProductionContext output, AssemblyModel assembly, DispatcherModel model)
    {
        var writer = SourceWriter
            .Begin("SmarterMeasure.Connector", "System")
            .Write("/// <summary>Registers the handlers of this assembly and of those it references.</summary>")
            .Write(CSharpText.TypeAttributes)
            .Open("internal static class GeneratedHandlers")
            .Write("/// <summary>Adds the methods with [SmarterMeasureEvent], and their types as scoped services.</summary>")
            .Open("public static SmarterMeasureBuilder AddGeneratedHandlers(this SmarterMeasureBuilder builder)")
            .Write("ArgumentNullException.ThrowIfNull(builder);");
        if (model.HasHandlers)
            writer.Write($"global::{CSharpText.Namespace}.{assembly.RegistrationName}.Register(builder);");
        foreach (var registration in assembly.Registrations)
            writer.Write($"{registration}.Register(builder);");
        writer
            .Write("return builder;")
            .Close()
            .Close()
            .AddTo(output, "GeneratedHandlers.g.cs");
    }

    private static void EmitRegistration(SourceProductionContext output, string name, DispatcherModel model)
    {
        var writer = SourceWriter
            .BeginWith(
                $"global::SmarterMeasure.Connector.SmarterMeasureHandlers(typeof(global::{CSharpText.Namespace}.{name}))",
                CSharpText.Namespace,
                "System",
                "System.ComponentModel",
                "Microsoft.Extensions.DependencyInjection.Extensions",
                "SmarterMeasure.Connector")
            .Write("/// <summary>Registers the handlers of this assembly. Called by AddGeneratedHandlers().</summary>")
            .Write(CSharpText.GeneratedCode)
            .Write("[EditorBrowsable(EditorBrowsableState.Never)]")
            .Open($"public static class {name}")
            .Write("/// <summary>Adds the dispatcher, and the handlers' types as scoped services.</summary>")
            .Open("public static void Register(SmarterMeasureBuilder builder)")
            .Write("ArgumentNullException.ThrowIfNull(builder);");
        foreach (var type in model.HandlerTypes)
            writer.Write($"builder.Services.TryAddScoped<{type}>();");
        writer
            .Write("builder.AddDispatcher(new EventDispatcher());")
            .Close()
            .Close()
            .AddTo(output, "HandlerRegistration.g.cs");
    }
}
