using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.Generators.Tests.Analyzers;

public sealed class RegistrationTests
{
    private const string Generated = """
        internal static class GeneratedHandlers
        {
            public static SmarterMeasureBuilder AddGeneratedHandlers(this SmarterMeasureBuilder builder) => builder;
        }
        """;

    [Fact]
    public Task An_application_that_never_registers_its_handlers_is_told_at_the_first() => Run("""
        Console.WriteLine();
        class A { [SmarterMeasureEvent("x")] public void {|SMC0023:One|}() { } [SmarterMeasureEvent("y")] public void Two() { } }
        class B { [SmarterMeasureEvent("x")] public void Three() { } }
        """);

    [Theory]
    [InlineData("new SmarterMeasureBuilder(null!).AddGeneratedHandlers();")]
    [InlineData("SmarterMeasureBuilder? b = null; b?.AddGeneratedHandlers();")]
    [InlineData("GeneratedHandlers.AddGeneratedHandlers(new SmarterMeasureBuilder(null!));")]
    [InlineData("new SmarterMeasureBuilder(null!).AddDispatcher(null!);")]
    public Task An_application_that_registers_them_is_left_alone(string program) => Run($$"""
        {{program}}
        class A { [SmarterMeasureEvent("x")] public void One() { } }
        {{Generated}}
        """);

    [Fact]
    public Task An_application_without_handlers_is_left_alone() => Run("Console.WriteLine();");

    [Fact]
    public Task A_library_is_left_alone() => RuleTest<HandlersShouldBeRegisteredAnalyzer>.RunAsync("""
        public class A { [SmarterMeasureEvent("x")] public void One() { } }
        """);

    private static Task Run(string source) =>
        RuleTest<HandlersShouldBeRegisteredAnalyzer>.RunAsync(source, OutputKind.ConsoleApplication);
}
