using System.Buffers;
using System.IO.Pipelines;
using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Generated writers, by themselves and as System.Text.Json sees them.</summary>
public sealed class WriterTests(WriterTests.Shapes shapes) : IClassFixture<WriterTests.Shapes>
{
    private const string Whole = """
        {
          "callback_id": "c", "callback_event": "e", "text": "Grüße \"\\\n😀", "text_or_null": "t", "byte": 255, "s_byte": -128,
          "flag": true, "flag_or_null": false, "short": -1, "u_short": 65535, "int": -2147483648, "u_int": 4294967295,
          "long": -9223372036854775808, "u_long": 18446744073709551615, "float": 1.1, "double": 0.1, "decimal": 3.330,
          "decimal_or_null": -0.1, "at": "2026-03-02T14:05:06.1234567+02:00", "when": "2026-03-02T14:05:06Z", "day": "2026-03-02",
          "id": "6a0e4ad0-f1d2-4b0c-9bd3-a5a3a1c1d9f0", "link": "/users/1?q=ü", "readiness": "Pass", "readiness_or_null": "Question",
          "band": "top-band", "band_or_null": "Low_Middle", "metadata": { "k": [1] }, "duration": "-1.02:03:04.5000000", "grade": "Ä",
          "bytes": "AQID", "huge": 170141183460469231731687303715884105727, "free": [null, {"a": 1.0}], "free_or_null": "x",
          "paid": 12345, "paid_or_null": 1, "paid_maybe": 250, "mirrored": "abc", "place": "1;-2", "places": ["3;4"],
          "groups": ["a", "b"], "ranks": [2, 1], "band_set": ["default"], "trail": ["x"],
          "guids": ["6a0e4ad0-f1d2-4b0c-9bd3-a5a3a1c1d9f0"], "frees": [null, 1, []], "grid": [[], null, [{ "code": "g" }]],
          "counts_by_name": {}, "rest": null, "tree": { "code": "a", "nodes": [ { "code": "c", "nodes": [] } ] },
          "price": { "amount": 9.50, "currency": "EUR", "kind": "Unknown", "rate": 1E+100 }, "price_or_null": { "amount": 0 },
          "names": ["one"], "counts": [1, null, 3], "tags": [], "nodes": [], "notes": [null, "n"], "values": [1.10], "keys": [],
          "levels": ["Fail"], "bands": ["default", "Low_Middle"], "more_numbers": [], "labels": { "a\"ü": "b" },
          "matrix": { "m": [[1, 2], [3], []] }, "prices": [ { "p": { "amount": 1 }, "q": null } ], "kept": "k", "answer": 7,
          "settable": "s", "typed": "t", "Odd \"name\"": "odd", "class": "k", "member": "m", "seen": "s", "reader": "r",
          "result": "r", "list1": "l", "old": "o", "writer": "w", "item1": [1], "given1": [null], "key1": { "a": null }, "_": "u", "unknown": { "deep": [ {} ] }, "more": null
        }
        """;

    [Fact]
    public void What_is_written_is_read_as_the_same_value()
    {
        var value = shapes.Read(Whole);
        var json = JsonSerializer.Serialize(value, shapes.Everything);
        var again = JsonSerializer.Deserialize(json, shapes.Everything);
        AssertSame(value, again, "$");
        Assert.Equal(json, JsonSerializer.Serialize(again, shapes.Everything));
    }

    [Fact]
    public void Everything_given_is_written_and_nothing_else()
    {
        using var given = JsonDocument.Parse(Whole);
        using var written = JsonDocument.Parse(JsonSerializer.Serialize(shapes.Read(Whole), shapes.Everything));
        Assert.Equal(
            given.RootElement.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal),
            written.RootElement.EnumerateObject().Select(one => one.Name).Order(StringComparer.Ordinal));
        foreach (var name in new[] { "decimal", "float", "u_long", "huge", "at", "band", "metadata", "duration", "paid", "place", "matrix", "Odd \"name\"", "more" })
            Assert.True(JsonElement.DeepEquals(given.RootElement.GetProperty(name), written.RootElement.GetProperty(name)), name);
    }

    [Fact]
    public void Absent_members_are_not_written()
    {
        var json = JsonSerializer.Serialize(shapes.Read("""{"callback_id":"c","text":"t","byte":1,"band":"default","price":{"amount":1}}"""), shapes.Everything);
        Assert.DoesNotContain("null", json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_in_many_segments_is_read_whole()
    {
        var pipe = new Pipe(new PipeOptions(minimumSegmentSize: 16));
        foreach (var one in Encoding.UTF8.GetBytes($"[{Whole},{Whole}]").Chunk(16))
            await pipe.Writer.WriteAsync(one, TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();

        var list = (System.Collections.IList?)await JsonSerializer.DeserializeAsync(
            pipe.Reader.AsStream(), typeof(List<>).MakeGenericType(shapes.Everything.Type), shapes.WithReflection, TestContext.Current.CancellationToken);
        Assert.Equal(2, list!.Count);
        AssertSame(list[0], list[1], "$");
    }

    [Fact]
    public void A_misfit_is_a_json_exception_with_its_path()
    {
        var fault = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"text":"t","byte":256}""", shapes.Everything));
        Assert.Equal("$.byte", fault.Path);
        Assert.IsType<PayloadException>(fault.InnerException);
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("""{"text":"t"} x""", shapes.Everything));
    }

    [Fact]
    public void Every_reachable_type_and_its_nullable_are_known()
    {
        var money = shapes.Options.GetTypeInfo(typeof(Nullable<>).MakeGenericType(shapes.Type("Money")));
        Assert.Null(JsonSerializer.Deserialize("null", money));
        Assert.NotNull(JsonSerializer.Deserialize("""{"amount":1}""", money));
        Assert.Throws<NotSupportedException>(() => shapes.Options.GetTypeInfo(typeof(Uri)));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("\"teapot\"", shapes.Options.GetTypeInfo(shapes.Type("Band"))));
    }

    [Fact]
    public void Every_list_and_dictionary_of_reachable_types_is_known()
    {
        var collections = shapes.Everything.Type.GetProperties()
            .SelectMany(property => Within(property.PropertyType))
            .Where(type => type.IsGenericType || type.IsArray)
            .Where(type => type.ToString().Contains("Demo.", StringComparison.Ordinal) && Nullable.GetUnderlyingType(type) is null)
            .Distinct()
            .ToList();
        Assert.True(collections.Count > 5);
        Assert.All(collections, type => Assert.NotNull(shapes.Options.GetTypeInfo(type)));

        static IEnumerable<Type> Within(Type type) => type.IsArray
            ? Within(type.GetElementType()!).Prepend(type)
            : type.GetGenericArguments().SelectMany(Within).Prepend(type);
    }

    [Theory]
    [InlineData("""[{"code":"a","nodes":[{"code":"b","nodes":[]}]}]""", "Nodes")]
    [InlineData("""["Pass","Question"]""", "Levels")]
    [InlineData("""[{"a":{"amount":1,"currency":"EUR","kind":"Pass","rate":2},"b":null}]""", "Prices")]
    [InlineData("""["default","Low_Middle"]""", "Bands")]
    [InlineData("""["1;2"]""", "Places")]
    public void A_collection_by_itself_is_read_and_written_as_it_is_within_a_payload(string json, string member)
    {
        var info = shapes.Options.GetTypeInfo(shapes.Everything.Type.GetProperty(member)!.PropertyType);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, info), info));
        Assert.Equal("[]", JsonSerializer.Serialize(JsonSerializer.Deserialize("\"\"", info), info));
        Assert.Equal("$[0]", Assert.Throws<JsonException>(() => JsonSerializer.Deserialize("[[7]]", info)).Path);
    }

    [Fact]
    public void A_cycle_ends_in_an_error()
    {
        var node = Activator.CreateInstance(shapes.Type("Node"))!;
        ((System.Collections.IList)node.GetType().GetProperty("Nodes")!.GetValue(node)!).Add(node);
        var info = shapes.Options.GetTypeInfo(node.GetType());
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Serialize(node, info));
        Assert.Throws<InvalidOperationException>(() => shapes.Write(node, new Utf8JsonWriter(new ArrayBufferWriter<byte>())));
    }

    [Fact]
    public void An_xml_fragment_is_written_as_its_text()
    {
        var e = shapes.Read("<c callback_id='c' text='t' byte='1' band='default'><price amount='1'/><metadata><a>1</a></metadata></c>");
        using var written = JsonDocument.Parse(JsonSerializer.Serialize(e, shapes.Everything));
        Assert.Equal("<a>1</a>", written.RootElement.GetProperty("metadata").GetString());
    }

    // Compares by properties, because collections of records compare by reference.
    private static void AssertSame(object? expected, object? actual, string path)
    {
        if (expected is JsonElement element && actual is JsonElement other)
        {
            Assert.True(element.ValueKind == JsonValueKind.Undefined ? other.ValueKind == element.ValueKind : JsonElement.DeepEquals(element, other), path);
        }
        else if (expected is System.Collections.IEnumerable items and not string && actual is System.Collections.IEnumerable others)
        {
            var (left, right) = (items.Cast<object?>().ToList(), others.Cast<object?>().ToList());
            Assert.True(left.Count == right.Count, path);
            for (var i = 0; i < left.Count; i++)
                AssertSame(left[i], right[i], $"{path}[{i}]");
        }
        else if (expected?.GetType() is { } type && (type.Namespace == "Demo" || type.Name.StartsWith("KeyValuePair", StringComparison.Ordinal)) && !type.IsEnum)
        {
            foreach (var property in type.GetProperties())
                AssertSame(property.GetValue(expected), actual is null ? null : property.GetValue(actual), $"{path}.{property.Name}");
        }
        else
        {
            Assert.True(Equals(expected, actual), $"{path}: {expected} is not {actual}");
        }
    }

    /// <summary>The shapes, compiled once.</summary>
    public sealed class Shapes : IDisposable
    {
        private readonly CompiledConnector _connector = CompiledConnector.Compile(PayloadShapes.Everything);

        public Shapes()
        {
            var resolver = (IJsonTypeInfoResolver)_connector.Assembly
                .GetType("SmarterMeasure.Connector.Generated.PayloadTypeInfoResolver")!
                .GetProperty("Default")!.GetValue(null)!;
            Options = new JsonSerializerOptions { TypeInfoResolver = resolver };
            WithReflection = new JsonSerializerOptions
            {
                TypeInfoResolver = JsonTypeInfoResolver.Combine(resolver, new DefaultJsonTypeInfoResolver()),
            };
            Everything = Options.GetTypeInfo(Type("Everything"));
        }

        public JsonSerializerOptions Options { get; }

        /// <summary>Knows the lists of the types too.</summary>
        public JsonSerializerOptions WithReflection { get; }

        public JsonTypeInfo Everything { get; }

        public Type Type(string name) => _connector.Assembly.GetType("Demo." + name)!;

        /// <summary>Reads as a dispatch does.</summary>
        public object Read(string body)
        {
            _connector.DispatchAsync("assessment.everything", body).GetAwaiter().GetResult();
            return Type("Handlers").GetProperty("Last", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;
        }

        public void Write(object value, Utf8JsonWriter writer)
        {
            try
            {
                _connector.Assembly.GetType("SmarterMeasure.Connector.Generated.PayloadWriters")!
                    .GetMethod("Write" + value.GetType().Name, BindingFlags.Static | BindingFlags.NonPublic)!
                    .Invoke(null, [writer, value]);
            }
            catch (TargetInvocationException failure)
            {
                throw failure.InnerException!;
            }
        }

        public void Dispose() => _connector.Dispose();
    }
}
