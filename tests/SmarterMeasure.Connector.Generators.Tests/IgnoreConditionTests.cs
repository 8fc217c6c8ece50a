using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>[JsonIgnore] in all its conditions means what it means to System.Text.Json.</summary>
public sealed class IgnoreConditionTests(IgnoreConditionTests.Shapes shapes) : IClassFixture<IgnoreConditionTests.Shapes>
{
    private const string Source = """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using static System.Text.Json.Serialization.JsonIgnoreCondition;
        namespace Demo;
        public enum Cup { None, Tea }
        public record struct Money(decimal Amount);
        public struct Plain { public int N { get; set; } }
        public sealed record P
        {
            [JsonIgnore(Condition = WhenWritingDefault)] public int Number { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public double Real { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public bool Flag { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public char Letter { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public DateTimeOffset At { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public DateOnly Day { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public Guid Id { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public Int128 Wide { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public Cup Cup { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public Money Money { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public Plain Plain { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public int? Maybe { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public string Text { get; set; } = "";
            [JsonIgnore(Condition = WhenWritingDefault)] public string? TextOrNull { get; set; }
            [JsonIgnore(Condition = WhenWritingDefault)] public List<int> List { get; set; } = [];
            [JsonIgnore(Condition = WhenWritingDefault)] public Dictionary<string, int>? Map { get; set; }
            [JsonIgnore(Condition = WhenWritingNull)] public string NullText { get; set; } = "";
            [JsonIgnore(Condition = WhenWritingNull)] public string? NullTextOrNull { get; set; }
            [JsonIgnore(Condition = WhenWritingNull)] public int? NullMaybe { get; set; }
            [JsonIgnore(Condition = WhenWritingNull)] public int[]? NullList { get; set; }
            [JsonIgnore(Condition = WhenWritingNull)] public Money? NullMoney { get; set; }
            [JsonIgnore(Condition = Never)] public string? NeverText { get; set; }
            [JsonIgnore(Condition = Never)] public int NeverNumber { get; set; }
            [JsonIgnore(Condition = Never)] public List<int>? NeverList { get; set; }
            [JsonIgnore(Condition = Never)] public Money? NeverMoney { get; set; }
            [JsonIgnore(Condition = WhenWriting)] public string? WrittenNever { get; set; }
            [JsonIgnore] public string? Ignored { get; set; }
        }
        public static class Handlers { [SmarterMeasureEvent("x")] public static void On(P e) { } }
        """;

    // What converters of ours write as System.Text.Json does too.
    private static readonly string Full = """
        {"number":1,"real":0.5,"flag":true,"letter":"a","at":"2026-03-02T14:05:06+00:00","day":"2026-03-02",
        "id":"6a0e4ad0-f1d2-4b0c-9bd3-a5a3a1c1d9f0","wide":7,"cup":"Tea","money":{"amount":1},"plain":{"n":1},"maybe":0,
        "text":"t","text_or_null":"u","list":[1],"map":{"a":0},"null_text":"t","null_text_or_null":"u","null_maybe":0,"null_list":[],
        "null_money":{"amount":0},"never_text":"n","never_number":3,"never_list":[4],"never_money":{"amount":5}}
        """.Replace("\n", "", StringComparison.Ordinal);

    [Fact]
    public void What_has_a_value_is_written()
    {
        var value = JsonSerializer.Deserialize(Full, shapes.Ours)!;
        Assert.Equal(Full, JsonSerializer.Serialize(value, shapes.Ours));
        Assert.Equal(Full, JsonSerializer.Serialize(value, shapes.Type, shapes.Peer));
    }

    [Fact]
    public void What_has_none_is_left_out_or_not_as_the_condition_says()
    {
        var value = Activator.CreateInstance(shapes.Type)!;
        foreach (var name in new[] { "Text", "List", "NullText" })
            shapes.Type.GetProperty(name)!.SetValue(value, null);
        shapes.Type.GetProperty("WrittenNever")!.SetValue(value, "w");
        shapes.Type.GetProperty("Ignored")!.SetValue(value, "i");
        var expected = """{"never_text":null,"never_number":0,"never_list":null,"never_money":null}""";
        Assert.Equal(expected, JsonSerializer.Serialize(value, shapes.Type, shapes.Peer));
        Assert.Equal(expected, JsonSerializer.Serialize(value, shapes.Ours));
    }

    public sealed class Shapes : IDisposable
    {
        private readonly CompiledConnector _connector = CompiledConnector.Compile(Source);

        public Shapes()
        {
            Type = _connector.Assembly.GetType("Demo.P")!;
            var resolver = (IJsonTypeInfoResolver)_connector.Assembly
                .GetType("SmarterMeasure.Connector.Generated.PayloadTypeInfoResolver")!
                .GetProperty("Default", BindingFlags.Static | BindingFlags.Public)!.GetValue(null)!;
            Ours = new JsonSerializerOptions { TypeInfoResolver = resolver }.GetTypeInfo(Type);
        }

        public Type Type { get; }

        public JsonTypeInfo Ours { get; }

        /// <summary>System.Text.Json by reflection, with our names.</summary>
        public JsonSerializerOptions Peer { get; } = new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
        };

        public void Dispose() => _connector.Dispose();
    }
}
