using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

/// <summary>What the tests of rules and of fixes have in common.</summary>
internal static class RuleSources
{
    /// <summary>What every source may leave out.</summary>
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using SmarterMeasure.Connector;
        global using SmarterMeasure.Connector.Dispatch;
        global using SmarterMeasure.Connector.Ledger;
        """;

    public static CSharpCompilationOptions Options { get; } = new(
        OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.Latest);

    public static string InClass(string members) => $$"""
        using System.Threading;
        using System.Threading.Tasks;

        public class Handlers
        {
            {{members}}
        }
        """;

    /// <summary>Gives a test its references, without any download.</summary>
    public static void Prepare(AnalyzerTest<DefaultVerifier> test)
    {
        test.ReferenceAssemblies = new ReferenceAssemblies("net10.0");
        test.TestState.AdditionalReferences.AddRange(GeneratorHarness.References);
        test.TestState.Sources.Add(("GlobalUsings.cs", GlobalUsings));
    }
}
