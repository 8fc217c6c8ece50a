using Microsoft.Extensions.DependencyInjection;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Where handlers may stand, and which events they may take.</summary>
public sealed class HandlerShapeTests
{
    private const string Body = """{"callback_id":"c1"}""";

    [Fact]
    public async Task A_handler_of_any_event_gets_those_without_a_handler_of_their_own()
    {
        using var connector = CompiledConnector.Compile("""
            public sealed record Slim(string CallbackId);
            public static class Handlers
            {
                [SmarterMeasureEvent(SmarterMeasureEvents.Any)] public static void Raw(ReadOnlyMemory<byte> body, List<object> seen, EventContext context) => seen.Add("raw " + context.Event);
                [SmarterMeasureEvent("*"), SmarterMeasureEvent("y")] public static void Typed(Slim e, List<object> seen) => seen.Add(e.CallbackId);
                [SmarterMeasureEvent("x")] public static void Named(List<object> seen) => seen.Add("named");
            }
            """);
        Assert.True(connector.Dispatcher.HandlesAnyOther);
        Assert.False(connector.Dispatcher.Handles("*"u8));
        Assert.False(connector.Dispatcher.Handles("new"u8));

        foreach (var name in new[] { "x", "new", "y" })
            await connector.DispatchAsync(name, Body);
        Assert.Equal(["named", "raw new", "c1", "c1"], connector.Seen);
    }

    [Fact]
    public void The_catalogue_tells_events_handlers_and_payloads()
    {
        using var connector = CompiledConnector.Compile("""
            namespace Demo
            {
                public sealed record Slim(string CallbackId);
                public record Page<T>(T Item);
                public abstract class Base { [SmarterMeasureEvent("y")] public void Inherited(Page<string?> e) { } }
                public sealed class A : Base { [SmarterMeasureEvent("y"), SmarterMeasureEvent("a\"\\\nü")] public void On(Slim e) { } }
                public static class @static
                {
                    [SmarterMeasureEvent("*")] public static void Raw(ReadOnlyMemory<byte> body) { }
                    [SmarterMeasureEvent("y")] public static void Again(Slim? e) { }
                }
            }
            """);
        var catalogue = System.Text.Json.Nodes.JsonNode.Parse(connector.Dispatcher.Catalogue)!;
        var expected = System.Text.Json.Nodes.JsonNode.Parse("""
            [
              { "event": "a\"\\\nü", "handlers": ["Demo.A.On"], "payloads": ["Demo.Slim"] },
              { "event": "y", "handlers": ["Demo.A.Inherited", "Demo.A.On", "Demo.@static.Again"], "payloads": ["Demo.Page<string?>", "Demo.Slim"] },
              { "event": "*", "handlers": ["Demo.@static.Raw"], "payloads": [] }
            ]
            """);
        Assert.Equal(expected!.ToJsonString(), catalogue.ToJsonString());
    }

    [Fact]
    public void Without_one_no_other_event_is_handled()
    {
        using var connector = CompiledConnector.Compile("""
            public static class Handlers { [SmarterMeasureEvent("x")] public static void Named() { } }
            """);
        Assert.False(connector.Dispatcher.HandlesAnyOther);
    }

    [Fact]
    public async Task An_inherited_handler_is_called_on_every_concrete_class_but_the_abstract_one()
    {
        using var connector = CompiledConnector.Compile([
            """
            public abstract class Base(List<object> seen)
            {
                protected void Say(string text) => seen.Add($"{GetType().Name} {text}");
                [SmarterMeasureEvent("x")] public void On() => Say("on");
                [SmarterMeasureEvent("x")] public abstract void OnAbstract();
                [SmarterMeasureEvent("x")] public virtual void OnVirtual() => Say("virtual");
            }
            public sealed class A(List<object> seen) : Middle(seen) { public override void OnAbstract() => Say("abstract"); }
            public abstract class Middle(List<object> seen) : Base(seen);
            """,
            """
            internal static class Outer
            {
                internal sealed class B(List<object> seen) : Base(seen)
                {
                    public override void OnAbstract() => Say("own");
                    [SmarterMeasureEvent("y")] public override void OnVirtual() => Say("override");
                }
                internal sealed class Generic<T>(List<object> seen) : Base(seen) { public override void OnAbstract() => Say("never"); }
                private sealed class Hidden(List<object> seen) : Base(seen) { public override void OnAbstract() => Say("never"); }
            }
            """]);
        await connector.DispatchAsync("x", Body);
        Assert.Equal(["A on", "B on", "A abstract", "B own", "A virtual"], connector.Seen);
        connector.Seen.Clear();
        await connector.DispatchAsync("y", Body);
        Assert.Equal(["B override"], connector.Seen);
    }

    [Fact]
    public async Task A_handler_of_a_generic_class_is_called_on_the_classes_that_close_it()
    {
        using var connector = CompiledConnector.Compile([
            """
            public abstract class Base<TPayload, TService>(TService seen) where TService : List<object>
            {
                [SmarterMeasureEvent("x")] public void On(TPayload e) => seen.Add($"{GetType().Name} {e}");
                [SmarterMeasureEvent("x")] public virtual Task OnVirtual(List<TPayload>? missing, TService seen) { seen.Add(missing is null); return Task.CompletedTask; }
            }
            public record Slim(string CallbackId);
            """,
            """
            public sealed class A(List<object> seen) : Base<Slim, List<object>>(seen);
            public abstract class Middle<T>(List<object> seen) : Base<Other<T>, List<object>>(seen);
            public sealed class B(List<object> seen) : Middle<string>(seen) { [SmarterMeasureEvent("y")] public override Task OnVirtual(List<Other<string>>? missing, List<object> seen) { seen.Add("own"); return Task.CompletedTask; } }
            public sealed class C(List<object> seen) : Middle<int>(seen);
            public record Other<T>(T CallbackId);
            """]);
        await connector.DispatchAsync("x", """{"callback_id":"1"}""");
        Assert.Equal(
            ["C Other { CallbackId = 1 }", "B Other { CallbackId = 1 }", "A Slim { CallbackId = 1 }", true, true],
            connector.Seen.OrderBy(one => one is bool).ThenBy(one => one.ToString()!.Contains("Slim", StringComparison.Ordinal)));
        connector.Seen.Clear();
        await connector.DispatchAsync("y", Body);
        Assert.Equal(["own"], connector.Seen);
    }

    [Fact]
    public async Task A_class_that_is_not_abstract_handles_for_itself_alone()
    {
        using var connector = CompiledConnector.Compile("""
            public class Base(List<object> seen) { [SmarterMeasureEvent("x")] public void On() => seen.Add(GetType().Name); }
            public class Derived(List<object> seen) : Base(seen);
            """);
        await connector.DispatchAsync("x", Body);
        Assert.Equal(["Base"], connector.Seen);
    }

    [Fact]
    public async Task Keyed_services_are_asked_for_by_their_keys()
    {
        using var connector = CompiledConnector.Compile(
            """
            using Microsoft.Extensions.DependencyInjection;
            public enum Key { None, One }
            public static class Handlers
            {
                [SmarterMeasureEvent("x")]
                public static void On(
                    [FromKeyedServices("a\"b")] IFormatProvider text, [FromKeyedServices(Key.One)] Version number,
                    [FromKeyedServices(typeof(List<int>))] Version type, [FromKeyedServices(3)] Version? missing, List<object> seen) =>
                    seen.AddRange([text, number, type, missing is null]);
            }
            """,
            services => services
                .AddKeyedSingleton<IFormatProvider>("a\"b", System.Globalization.CultureInfo.InvariantCulture)
                .AddSingleton(new Version(9, 9))
                .AddKeyedSingleton<Version>((object)typeof(List<int>), new Version(2, 0))
                .AddKeyedSingleton<Version>(KeyedService.AnyKey, (_, key) => key is int ? null! : new Version(1, 0)));
        await connector.DispatchAsync("x", Body);
        Assert.Equal([System.Globalization.CultureInfo.InvariantCulture, new Version(1, 0), new Version(2, 0), true], connector.Seen);
    }

    [Fact]
    public async Task Handlers_of_referenced_assemblies_are_registered_with_those_of_the_program()
    {
        const string library = """
            namespace Acme
            {
                internal sealed class LibraryHandlers(List<object> seen)
                {
                    [SmarterMeasureEvent("x")] public void On(Slim e) => seen.Add("library " + e.CallbackId);
                }
                internal sealed record Slim(string CallbackId);
                public static class Setup { public static void Add(SmarterMeasureBuilder builder) => builder.AddGeneratedHandlers(); }
            }
            """;
        using var connector = CompiledConnector.Compile(
            """
            public static class Handlers
            {
                [SmarterMeasureEvent("x")] public static void On(List<object> seen) => seen.Add("program");
            }
            """,
            ("Acme.Results", library),
            ("Acme_Results", library.Replace("library ", "other ", StringComparison.Ordinal).Replace("namespace Acme", "namespace Other", StringComparison.Ordinal)),
            ("Plain", "public class Nothing;"));
        Assert.Equal(3, connector.Dispatchers.Count);
        foreach (var dispatcher in connector.Dispatchers)
            await connector.DispatchAsync("x", Body, to: dispatcher);
        Assert.Equal(["program", "library c1", "other c1"], connector.Seen);
    }

    [Fact]
    public void Handlers_registered_twice_are_there_once()
    {
        using var connector = CompiledConnector.Compile(
            """
            public static class Handlers { [SmarterMeasureEvent("x")] public static void On() { } }
            """,
            ("Library", """
            public static class LibraryHandlers { [SmarterMeasureEvent("x")] public static void On() { } }
            public static class Setup { public static void Add(SmarterMeasureBuilder builder) => builder.AddGeneratedHandlers(); }
            """));
        var builder = new SmarterMeasureBuilder(new ServiceCollection());
        var add = connector.Assembly.GetType("SmarterMeasure.Connector.GeneratedHandlers")!.GetMethod("AddGeneratedHandlers")!;
        add.Invoke(null, [builder]);
        add.Invoke(null, [builder]);
        Assert.Equal(2, builder.Services.Count);
    }

    [Fact]
    public void A_program_without_handlers_registers_those_that_it_references()
    {
        using var connector = CompiledConnector.Compile(
            "public class Nothing;",
            ("7-Library", """public static class LibraryHandlers { [SmarterMeasureEvent("x")] public static void On() { } }"""));
        Assert.True(connector.Dispatcher.Handles("x"u8));
    }
}
