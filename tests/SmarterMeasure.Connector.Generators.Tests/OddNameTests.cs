namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Names that users may give, and that the generated code uses too. The harness asserts that all of it compiles.</summary>
public sealed class OddNameTests
{
    private const string Handler =
        " public static class Handlers { [SmarterMeasureEvent(\"x\")] public static void On(P e, List<object> seen) => seen.Add(e); }";

    [Theory]
    [InlineData("public class JsonPayloadReader; public class PayloadValue; public class String; public class Payloads; public class PayloadReaders; public class EventDispatcher;")]
    [InlineData("public class Dictionary; public class List; public class ReadOnlySpan; public class Utf8JsonWriter; public class Environment; public class PayloadList;")]
    [InlineData("namespace Acme.System { public class String; } namespace System2 { public class System; }")]
    [InlineData("namespace SmarterMeasure.System { public class String; } namespace SmarterMeasure.Connector.System { public class String; }")]
    [InlineData("namespace SmarterMeasure.Connector.Generated.System { public class String; }")]
    [InlineData("namespace SmarterMeasure.Connector { public class Payloads; public class String; }")]
    public void Types_named_like_what_generated_code_uses_do_not_disturb_it(string types)
    {
        var run = GeneratorHarness.Run("public record P(string A, Dictionary<string, int> D, List<int> L, DateTimeOffset At, P? Next);" + Handler, types);
        Assert.Contains("Payloads.P.g.cs", run.FileNames);
    }

    [Fact]
    public void A_namespace_under_the_users_own_may_be_called_system()
    {
        var run = GeneratorHarness.Run("""
            namespace Acme.System { public record P(string A); }
            namespace Acme { public static class Handlers { [SmarterMeasureEvent("x")] public static void On(Acme.System.P e) { } } }
            """);
        Assert.Contains("Payloads.P.g.cs", run.FileNames);
    }

    [Fact]
    public async Task Members_may_be_named_like_contextual_keywords()
    {
        string[] names =
        [
            "And", "Or", "Not", "When", "Var", "Async", "Await", "Yield", "Scoped", "Record", "From", "Field", "Value", "File",
            "Required", "Partial", "Global", "With", "Nameof", "Where", "Select", "Dynamic", "Nint", "Is", "As", "Init", "Set",
            "Get", "Extension", "Allows", "Unmanaged", "Notnull", "Args", "Default", "Null", "This", "Reader", "Payload",
        ];
        using var connector = CompiledConnector.Compile(
            "public record P {" + string.Concat(names.Select((name, i) => (i % 3) switch
            {
                0 => $"public string {name} {{ get; init; }} = \"kept\";",
                1 => $"public int? {name} {{ get; set; }} = 1;",
                _ => $"public List<string>? {name} {{ get; set; }}",
            })) + "}" + Handler);
        var e = await connector.ReadAsync<object>("x", "{" + string.Join(',', names.Select(name => $"\"{name.ToLowerInvariant()}\":\"2\"")) + "}");
        Assert.All(names.Where((_, i) => i % 3 < 2), name => Assert.Equal("2", e.GetType().GetProperty(name)!.GetValue(e)!.ToString()));
    }

    [Fact]
    public void Everything_may_be_named_by_a_keyword()
    {
        var run = GeneratorHarness.Run("""
            namespace @event.@class
            {
                public record @struct(string @int);
                public enum @enum { @if, @else }
                public class Outer<T> { public record struct Inner(List<T> Ts); }
                public record P(@struct @new, @enum? @base, Outer<@enum>.Inner @in, string? @where);
                public class @static { [SmarterMeasureEvent("x")] public void @void(P @this) { } }
            }
            """);
        Assert.Contains("Payloads.P.g.cs", run.FileNames);
    }

    [Fact]
    public async Task Events_may_have_any_name()
    {
        string[] names = ["a\"b\\", "ünï😀", "-", "any-other", "a\nb", "{x}", "any.other"];
        using var connector = CompiledConnector.Compile(
            "public static class Handlers {"
            + string.Concat(names.Select(name => $"[SmarterMeasureEvent({Microsoft.CodeAnalysis.CSharp.SymbolDisplay.FormatLiteral(name, quote: true)})]"))
            + "[SmarterMeasureEvent(\"*\")] public static void On(EventContext context, List<object> seen) => seen.Add(context.Event); }");
        foreach (var name in names)
        {
            Assert.True(connector.Dispatcher.Handles(System.Text.Encoding.UTF8.GetBytes(name)));
            await connector.DispatchAsync(name, "{}");
        }

        Assert.Equal(names, connector.Seen);
    }

    [Fact]
    public async Task Readers_of_types_whose_names_run_into_each_other_keep_apart()
    {
        using var connector = CompiledConnector.Compile("""
            public record Base { public string BX { get; init; } = "a"; public string X { get; init; } = "b"; }
            public record A : Base;
            public record AB : Base;
            public record P(A A, AB Ab);
            """ + Handler);
        var e = await connector.ReadAsync<object>("x", """{"a":{"bx":"1"},"ab":{"x":"2"}}""");
        Assert.Equal("P { A = A { BX = 1, X = b }, Ab = AB { BX = a, X = 2 } }", e.ToString());
    }
}
