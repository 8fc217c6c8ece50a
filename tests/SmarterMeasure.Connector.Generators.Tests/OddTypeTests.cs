using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Payload types that are legal, and that few people write.</summary>
public sealed class OddTypeTests
{
    private const string Handler =
        " public static class Handlers { [SmarterMeasureEvent(\"x\")] public static void On(P e, List<object> seen) => seen.Add(e); }";

    [Fact]
    public async Task Parameters_that_are_not_read_take_their_defaults()
    {
        using var connector = CompiledConnector.Compile("""
            using System.Text.Json.Serialization;
            public record P(
                string Id, [property: JsonIgnore] string Secret = "s", [property: JsonIgnore] int? N = null,
                [property: JsonIgnore] DayOfWeek Day = DayOfWeek.Friday, int Rank = 3)
            {
                public P(string id, string secret, string n, int rank) : this(id) => throw new InvalidOperationException(secret + n + rank);
                public string? Later { get; init; }
            }
            """ + Handler);
        var e = await connector.ReadAsync<object>("x", """{"id":"1","secret":"t","n":5,"rank":4,"later":"l"}""");
        Assert.Equal("P { Id = 1, Secret = s, N = , Day = Friday, Rank = 4, Later = l }", e.ToString());
    }

    [Fact]
    public async Task A_constructor_of_nothing_but_defaults_will_do()
    {
        using var connector = CompiledConnector.Compile("""
            public record P
            {
                public P(IFormatProvider? format = null, int x = 4) => X = format is null ? x : 0;
                public int X { get; }
                public string? A { get; set; }
                public override string ToString() => A + X;
            }
            """ + Handler);
        Assert.Equal("a4", (await connector.ReadAsync<object>("x", """{"a":"a"}""")).ToString());
    }

    /// <summary>Each level is a type of its own, so there is no end to the readers.</summary>
    [Theory]
    [InlineData("public record Q<T>(T V, Q<Q<T>>? Next); public record P(Q<int> Q);")]
    [InlineData("public record Q<T>(Q<T[]>? Next); public record P(Q<int> Q);")]
    [InlineData("public record Q<T>(Q<List<T>>? A, Q<Dictionary<string, T>>? B); public record P(Q<int> Q);")]
    [InlineData("public class O<T> { public record Q(O<O<T>>.Q? Next); } public record P(O<int>.Q Q);")]
    public void A_type_that_reaches_ever_new_types_ends_in_a_diagnostic(string types)
    {
        var run = GeneratorHarness.Run(types + Handler);
        Assert.DoesNotContain("EventDispatcher.g.cs", run.FileNames);
        var handler = Assert.Single((EquatableArray<HandlerModel>)run.Result.TrackedSteps[TrackingNames.Handlers].Single().Outputs.Single().Value);
        Assert.Contains(handler.Problems, problem => problem.Kind == ProblemKind.UnreadableMember);
    }

    [Fact]
    public void Enums_without_names_and_with_two_names_for_a_value_compile()
    {
        var run = GeneratorHarness.Run("""
            public enum E;
            public enum F : ulong { A = ulong.MaxValue, B = A }
            [Flags] public enum G : sbyte { None = 0, X = 1, Y = -1 }
            public record P(E? E, F F, G G, Dictionary<string, F?> M);
            """ + Handler);
        Assert.Contains("Payloads.E.g.cs", run.FileNames);
    }

    [Fact]
    public void Type_arguments_that_differ_by_null_only_are_kept_apart_where_the_runtime_does()
    {
        var run = GeneratorHarness.Run("""
            public record Page<T>(T Item);
            public record P(Page<int?>? A, Page<int>? B, Page<string>? C, Page<string?>? D, Page<List<int?>>? E);
            """ + Handler);
        var resolver = run["PayloadTypeInfoResolver.g.cs"];
        Assert.Contains("typeof(global::Page<int?>)", resolver, StringComparison.Ordinal);
        Assert.Contains("typeof(global::Page<int>)", resolver, StringComparison.Ordinal);
        Assert.Equal(5, System.Text.RegularExpressions.Regex.Count(resolver, "typeof\\("));
    }

    [Fact]
    public async Task Hidden_and_overridden_members_are_read_once()
    {
        using var connector = CompiledConnector.Compile("""
            public class B { public virtual string A { get; set; } = ""; public object? O { get; init; } public int? N { get; init; } = 3; }
            public class P : B
            {
                public override string A { get; set; } = "p";
                public new string? O { get; init; } = "x";
                public new int N { get; init; } = 4;
                public override string ToString() => $"{A} {O} {N} {base.N}";
            }
            """ + Handler);
        Assert.Equal("a o 5 3", (await connector.ReadAsync<object>("x", """{"a":"a","o":"o","n":5}""")).ToString());
        Assert.Equal("p x 4 3", (await connector.ReadAsync<object>("x", "{}")).ToString());
    }

    [Fact]
    public async Task Members_that_cannot_be_set_from_outside_are_passed_over()
    {
        using var connector = CompiledConnector.Compile("""
            public interface I { string A { get; set; } }
            public class P : I
            {
                string I.A { get; set; } = "own";
                public int B { get; set; }
                public int this[int i] { get => i; set { } }
                public static int S { get; set; }
                public int W { set { } }
                public int PrivateGet { private get; set; }
                public int PrivateSet { get; private set; }
                internal int Internal { get; set; }
                public override string ToString() => $"{((I)this).A} {B} {S} {PrivateGet} {PrivateSet} {Internal}";
            }
            """ + Handler);
        var e = await connector.ReadAsync<object>(
            "x", """{"a":"a","b":1,"this[]":1,"item":1,"s":1,"w":1,"private_get":1,"private_set":1,"internal":1}""");
        Assert.Equal("own 1 0 1 0 0", e.ToString());
    }

    [Fact]
    public async Task Files_without_nullable_context_are_read_as_if_everything_could_be_null()
    {
        using var connector = CompiledConnector.Compile("""
            #nullable disable
            public record P(string A, List<string> B, Q Q, int[] N, List<List<Q>> L, Dictionary<string, Q[]> M, Dictionary<string, List<List<string>>>[] O, IReadOnlyList<Page<string>> R, Page<Page<string>[]> S, Strict<Q> T);
            public record Q(string X);
            public record Page<T>(T Item);
            public record Strict<T>(T Item) where T : notnull;
            public class Handlers
            {
                [SmarterMeasureEvent("x")] public void On(P e, IServiceProvider services, List<object> seen) => seen.Add(e);
                [SmarterMeasureEvent("y")] public Push Two(Q e) => null;
                [SmarterMeasureEvent("y")] public Task<Push> Three(Q e) => Task.FromResult<Push>(null);
                [SmarterMeasureEvent("y")] public IEnumerable<Push> Four(Page<string> e) => null;
                [SmarterMeasureEvent("y")] public Push Five(Page<List<string>> e) => null;
            }
            """);
        Assert.Equal("P { A = , B = , Q = , N = , L = , M = , O = , R = , S = , T =  }", (await connector.ReadAsync<object>("x", "{}")).ToString());
        Assert.Empty(await connector.DispatchAsync("y", """{"item":null}"""));
    }
}
