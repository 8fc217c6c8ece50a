using System.Text.Json;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Values that no member describes, or that a converter of the user's reads.</summary>
public sealed class FreeFormTests
{
    private const string Start = """
        using System.Text.Json;
        using System.Text.Json.Serialization;
        public static class Handlers
        {
            [SmarterMeasureEvent("x")] public static void On(P e, List<object> seen) => seen.Add(e);
        }
        """;

    [Theory]
    [InlineData("""{"free":{"a":[1,{}]}}""", """{"a":[1,{}]}""")]
    [InlineData("""{"free":[]}""", "[]")]
    [InlineData("""{"free":""}""", "\"\"")]
    [InlineData("""{"free":1.50}""", "1.50")]
    [InlineData("""{"free":null}""", null)]
    [InlineData("{}", null)]
    [InlineData("<c><free>a &lt; b</free></c>", "\"a \\u003C b\"")]
    [InlineData("<c free=' a &amp; b '/>", "\" a \\u0026 b \"")]
    [InlineData("<c><free><![CDATA[<b>]]></free></c>", "\"\\u003Cb\\u003E\"")]
    [InlineData("<c><free><b>1</b></free></c>", "\"\\u003Cb\\u003E1\\u003C/b\\u003E\"")]
    [InlineData("<c><free/></c>", null)]
    [InlineData("<c other='1'/>", null)]
    public async Task A_free_value_is_kept_as_json(string body, string? json)
    {
        using var connector = CompiledConnector.Compile(Start + "public sealed record P(JsonElement? Free);");
        var free = (JsonElement?)Get(await connector.ReadAsync<object>("x", body), "Free");
        Assert.Equal(json, free?.GetRawText());
    }

    [Fact]
    public async Task Null_is_a_free_value_where_there_must_be_one()
    {
        using var connector = CompiledConnector.Compile(Start + "public sealed record P(JsonElement Free, List<JsonElement> List);");
        var e = await connector.ReadAsync<object>("x", """{"free":null,"list":[null,1]}""");
        Assert.Equal(JsonValueKind.Null, ((JsonElement)Get(e, "Free")!).ValueKind);
        Assert.Equal(["null", "1"], ((List<JsonElement>)Get(e, "List")!).Select(one => one.GetRawText()));

        var fault = await Assert.ThrowsAsync<PayloadException>(() => connector.DispatchAsync("x", "{}"));
        Assert.Equal(("$.free", PayloadError.MissingMember), (fault.Path, fault.Error));
    }

    [Theory]
    [InlineData("""{"callback_id":"c","b":null,"scores":[1],"a":{"k":[]}}""", "b=null a={\"k\":[]}")]
    [InlineData("<c callback_id='c' a='x'><b><k>1</k></b><score>1</score></c>", "a=\"x\" b=\"\\u003Ck\\u003E1\\u003C/k\\u003E\"")]
    public async Task Extension_data_keeps_what_no_member_takes(string body, string expected)
    {
        using var connector = CompiledConnector.Compile(Start + """
            public sealed record P(string CallbackId, List<int> Scores)
            {
                [JsonExtensionData] public IDictionary<string, JsonElement>? Rest { get; init; }
            }
            """);
        var e = await connector.ReadAsync<object>("x", body);
        var rest = (IDictionary<string, JsonElement>)Get(e, "Rest")!;
        Assert.Equal(expected, string.Join(' ', rest.Select(one => $"{one.Key}={one.Value.GetRawText()}")));
        Assert.Equal([1], (List<int>)Get(e, "Scores")!);

        Assert.Null(Get(await connector.ReadAsync<object>("x", """{"callback_id":"c"}"""), "Rest"));
        var fault = await Assert.ThrowsAsync<PayloadException>(() => connector.DispatchAsync("x", """{"z":1,"callback_id":"c","z":2}"""));
        Assert.Equal(("$.z", PayloadError.DuplicateMember, 25), (fault.Path, fault.Error, fault.Offset));
    }

    [Theory]
    [InlineData("""{"list":null,"array":null,"set":null,"map":null}""", "null null null null")]
    [InlineData("""{"list":[],"array":[],"set":[],"map":{}}""", "0 0 0 0")]
    [InlineData("""{"list":"","array":"a","set":["a","a"],"map":{"a":"b"}}""", "0 1 1 1")]
    [InlineData("{}", "null null null null")]
    [InlineData("<c><list/><array></array><set/><map/></c>", "0 0 0 0")]
    [InlineData("<c xmlns:xsi='x'><list xsi:nil='true'/><array xsi:nil='1'/><set xsi:nil='1'/><map xsi:nil='1'/></c>", "null null null null")]
    public async Task A_nullable_collection_tells_null_from_empty(string body, string counts)
    {
        using var connector = CompiledConnector.Compile(Start + """
            public sealed record P(List<string>? List, string[]? Array, HashSet<string>? Set, Dictionary<string, string>? Map);
            """);
        var e = await connector.ReadAsync<object>("x", body);
        Assert.Equal(counts, string.Join(' ', new[] { "List", "Array", "Set", "Map" }.Select(name =>
            Get(e, name) is System.Collections.IEnumerable items ? items.Cast<object>().Count().ToString() : "null")));
    }

    [Theory]
    [InlineData("""{"at":"3;4","cents":150}""", "P { At = Point { X = 3, Y = 4 }, Cents = 1.5 }")]
    [InlineData("""{"at":"3;4","cents":null}""", "P { At = Point { X = 3, Y = 4 }, Cents =  }")]
    [InlineData("<c at='3;4'/>", "P { At = Point { X = 3, Y = 4 }, Cents =  }")]
    public async Task A_converter_reads_json_and_the_text_of_xml(string body, string expected)
    {
        using var connector = CompiledConnector.Compile(Converted);
        Assert.Equal(expected, (await connector.ReadAsync<object>("x", body)).ToString());
    }

    [Theory]
    [InlineData("""{"at":"3"}""", "$.at", PayloadError.WrongType, 6)]
    [InlineData("""{"at":{"deep":[]}}""", "$.at", PayloadError.WrongType, 6)]
    [InlineData("""{"at":"3;4","cents":"x"}""", "$.cents", PayloadError.WrongType, 20)]
    [InlineData("""{"at":null}""", "$.at", PayloadError.MissingMember, 6)]
    [InlineData("<c at='3;4'><cents>1</cents></c>", "$.cents", PayloadError.WrongType, 12)]
    public async Task What_a_converter_refuses_is_named_by_its_place(string body, string path, PayloadError error, int offset)
    {
        using var connector = CompiledConnector.Compile(Converted);
        var fault = await Assert.ThrowsAsync<PayloadException>(() => connector.DispatchAsync("x", body));
        Assert.Equal((path, error, offset), (fault.Path, fault.Error, fault.Offset));
        Assert.Null(fault.InnerException);
    }

    [Fact]
    public async Task A_chosen_constructor_and_json_required_are_honoured()
    {
        using var connector = CompiledConnector.Compile(Start + """
            public sealed class P
            {
                public P() { }
                [JsonConstructor] public P(string a) => A = a + "!";
                public string A { get; } = "";
                [JsonRequired] public int N { get; set; }
            }
            """);
        Assert.Equal("b!", Get(await connector.ReadAsync<object>("x", """{"a":"b","n":1}"""), "A"));
        var fault = await Assert.ThrowsAsync<PayloadException>(() => connector.DispatchAsync("x", """{"a":"b"}"""));
        Assert.Equal(("$.n", PayloadError.MissingMember), (fault.Path, fault.Error));
    }

    private const string Converted = Start + """
        public sealed record P(Point At, [property: JsonConverter(typeof(Cents))] decimal? Cents = null);
        [JsonConverter(typeof(PointConverter))] public sealed record Point(int X, int Y);
        public sealed class PointConverter : JsonConverter<Point>
        {
            public override Point Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
            {
                var parts = reader.GetString()!.Split(';');
                return new Point(int.Parse(parts[0]), int.Parse(parts[1]));
            }

            public override void Write(Utf8JsonWriter writer, Point value, JsonSerializerOptions options) =>
                writer.WriteStringValue($"{value.X};{value.Y}");
        }

        public sealed class Cents : JsonConverter<decimal>
        {
            public override decimal Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => reader.GetInt64() / 100m;

            public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
                writer.WriteNumberValue((long)(value * 100));
        }
        """;

    private static object? Get(object from, string property) => from.GetType().GetProperty(property)!.GetValue(from);
}
