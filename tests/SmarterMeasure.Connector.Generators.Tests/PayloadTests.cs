using System.Reflection;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Generators.Tests;

public sealed class PayloadTests
{
    private const string Start = """
        public static class Handlers
        {
            [SmarterMeasureEvent("x")] public static void On(P e, List<object> seen) => seen.Add(e);
        }
        """;

    [Theory]
    [MemberData(nameof(VendorBodies.Formats), MemberType = typeof(VendorBodies))]
    public async Task A_slim_record_reads_only_what_it_declares(string format)
    {
        using var connector = CompiledConnector.Compile(Start + """
            public sealed record P(string CallbackId, U User);
            public sealed record U(string UserId, string Email, DateTimeOffset? DateUpdated);
            """);
        var e = await connector.ReadAsync<object>("x", VendorBodies.Of(SmarterMeasureEvents.Completed, format));
        Assert.Equal(
            "P { CallbackId = 0c5fd27b1ea94db6a1f03a9d7be46c21, User = U { UserId = 7319054, Email = ada@example.edu, DateUpdated = 03/02/2026 14:09:10 +00:00 } }",
            e.ToString());
    }

    [Theory]
    [InlineData("""{"a":{"note":"n"}}""", "$.callback_id", PayloadError.MissingMember)]
    [InlineData("""{"callback_id":null}""", "$.callback_id", PayloadError.MissingMember)]
    [InlineData("""{"callback_id":"1","callback_id":"2"}""", "$.callback_id", PayloadError.DuplicateMember)]
    [InlineData("""{"callback_id":"1","a":{"count":"many"}}""", "$.a.count", PayloadError.WrongType)]
    [InlineData("""{"callback_id":"1","a":{"count":300}}""", "$.a.count", PayloadError.OutOfRange)]
    [InlineData("""{"callback_id":"1","a":{"list":[{"code":"x"},{}]}}""", "$.a.list[1].code", PayloadError.MissingMember)]
    [InlineData("""{"callback_id":"1","a":{"list":[null]}}""", "$.a.list[0]", PayloadError.MissingMember)]
    [InlineData("""{"callback_id":"1","a":{"kind":"teapot"}}""", "$.a.kind", PayloadError.WrongType)]
    [InlineData("""{"callback_id":"1","a":{"map":{"k":"1","k":"2"}}}""", "$.a.map.k", PayloadError.DuplicateMember)]
    [InlineData("""{"callback_id":"1","a":"text"}""", "$.a", PayloadError.WrongType)]
    [InlineData("null", "$", PayloadError.MissingMember)]
    [InlineData("""{"callback_id":"1"} x""", "$", PayloadError.TrailingData)]
    [InlineData("<c/>", "$", PayloadError.MissingMember)]
    [InlineData("""<c id="1"><a><kind>teapot</kind></a></c>""", "$.a.kind", PayloadError.WrongType)]
    [InlineData("""<c id="1"><id>2</id></c>""", "$.id", PayloadError.DuplicateMember)]
    public async Task A_payload_that_does_not_fit_is_refused_with_its_place(string body, string path, PayloadError error)
    {
        using var connector = Failing();
        var fault = await Assert.ThrowsAsync<PayloadException>(() => connector.DispatchAsync("x", body));
        Assert.Equal((error, path), (fault.Error, fault.Path));
    }

    [Theory]
    [InlineData("\"unread\"", "Unread")]
    [InlineData("\"un-read\"", "Unread")]
    [InlineData("\"UN_READ\"", "Unread")]
    [InlineData("\"never seen before, and longer than any name\"", "Unknown")]
    [InlineData("\"\"", "null")]
    [InlineData("null", "null")]
    public async Task An_enum_is_read_by_name_however_it_is_spelled(string text, string expected)
    {
        using var connector = CompiledConnector.Compile(Start + """
            public enum E { Unread, Unknown }
            public sealed record P(E? E);
            """);
        Assert.Equal(expected, Get(await connector.ReadAsync<object>("x", $$"""{"e":{{text}}}"""), "E")?.ToString() ?? "null");
    }

    [Fact]
    public async Task An_unknown_name_is_null_where_null_will_do()
    {
        using var connector = CompiledConnector.Compile(Start + """
            public enum E { A }
            public sealed record P(E? E, List<E?> Es);
            """);
        var e = await connector.ReadAsync<object>("x", """{"e":"b","es":["a","b"]}""");
        Assert.Null(Get(e, "E"));
        Assert.Equal(["A", null], ((System.Collections.IEnumerable)Get(e, "Es")!).Cast<object?>().Select(one => one?.ToString()));
    }

    [Fact]
    public async Task An_absent_member_keeps_its_initializer()
    {
        using var connector = CompiledConnector.Compile(Start + """
            public class Base { public string Inherited { get; init; } = "base"; }
            public sealed class P : Base
            {
                public string Init { get; init; } = "init";
                public string? Nullable { get; set; } = "nullable";
                public int Number { get; init; } = 7;
                public List<string> List { get; init; } = ["item"];
                public List<string> Empty { get; init; } = [];
                public decimal Plain { get; init; }
            }
            """);
        var absent = await connector.ReadAsync<object>("x", """{"nullable":null,"init":null}""");
        Assert.Equal(
            ["base", "init", "nullable", 7, 0m],
            new[] { "Inherited", "Init", "Nullable", "Number", "Plain" }.Select(name => Get(absent, name)));
        Assert.Equal(["item"], (List<string>)Get(absent, "List")!);
        Assert.Empty((List<string>)Get(absent, "Empty")!);

        var given = await connector.ReadAsync<object>(
            "x", """{"inherited":"a","init":"b","nullable":"c","number":"8","list":[],"empty":"d","plain":1.50}""");
        Assert.Equal(
            ["a", "b", "c", 8, 1.50m],
            new[] { "Inherited", "Init", "Nullable", "Number", "Plain" }.Select(name => Get(given, name)));
        Assert.Empty((List<string>)Get(given, "List")!);
        Assert.Equal(["d"], (List<string>)Get(given, "Empty")!);
    }

    [Fact]
    public async Task A_struct_keeps_its_initializers_too()
    {
        using var connector = CompiledConnector.Compile(Start + """
            public record struct P(string Id, int Rank = 3) { public string Note { get; init; } = "n"; }
            """);
        var absent = await connector.ReadAsync<object>("x", """{"id":"1"}""");
        Assert.Equal("P { Id = 1, Rank = 3, Note = n }", absent.ToString());
        var given = await connector.ReadAsync<object>("x", """{"id":"1","rank":"4","note":"m"}""");
        Assert.Equal("P { Id = 1, Rank = 4, Note = m }", given.ToString());
    }

    [Fact]
    public async Task Every_kind_of_member_is_read()
    {
        using var connector = CompiledConnector.Compile(PayloadShapes.Everything);
        await connector.DispatchAsync("assessment.everything", """
            {
              "callback_id": "c", "text": "", "text_or_null": "", "byte": "255", "s_byte": -1, "flag": "1", "decimal": "3.33",
              "at": "2026-03-02T14:05:06+02:00", "when": "2026-03-02T14:05:06+02:00", "day": "2026-03-02",
              "id": "6a0e4ad0f1d24b0c9bd3a5a3a1c1d9f0", "link": "/users/1", "readiness": "PASS", "band": "TOP_BAND",
              "metadata": { "k": [1] }, "tree": { "code": "a", "node": { "code": "b" }, "nodes": [ { "code": "c", "nodes": [] } ] },
              "price": { "amount": "9.5" }, "names": "one", "counts": [1, null, "3"], "tag": "t", "notes": [null, "n"],
              "bands": ["default", "low-middle"], "labels": { "a": "b" }, "matrix": { "m": [[1, 2], [3]] },
              "prices": [ { "p": { "amount": 1, "currency": "EUR", "kind": "question", "rate": "2e0" }, "q": null } ],
              "Odd \"name\"": "odd", "class": "k", "member": "m", "unknown": { "deep": [ {} ] }
            }
            """);
        var e = connector.Assembly.GetType("Demo.Handlers")!.GetProperty("Last", BindingFlags.Static | BindingFlags.NonPublic)!.GetValue(null)!;

        Assert.Equal("", Get(e, "Text"));
        Assert.Null(Get(e, "TextOrNull"));
        Assert.Equal((byte)255, Get(e, "Byte"));
        Assert.Equal((sbyte)-1, Get(e, "SByte"));
        Assert.Equal(true, Get(e, "Flag"));
        Assert.Equal(3.33m, Get(e, "Decimal"));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 14, 5, 6, TimeSpan.FromHours(2)), Get(e, "At"));
        Assert.Equal(new DateTime(2026, 3, 2, 12, 5, 6, DateTimeKind.Utc), Get(e, "When"));
        Assert.Equal(new DateOnly(2026, 3, 2), Get(e, "Day"));
        Assert.Equal(Guid.Parse("6a0e4ad0f1d24b0c9bd3a5a3a1c1d9f0"), Get(e, "Id"));
        Assert.Equal(new Uri("/users/1", UriKind.Relative), Get(e, "Link"));
        Assert.Equal("Pass High", $"{Get(e, "Readiness")} {Get(e, "Band")}");
        Assert.Equal(new RawFragment(PayloadFormat.Json, """{ "k": [1] }"""), Get(e, "Metadata"));
        Assert.Equal(["b", "c"], Items(Get(Get(e, "Tree")!, "Nodes")).Select(node => Get(node!, "Code")));
        Assert.Equal("Money { Amount = 9.5, Currency = USD, Kind = Fail, Rate = 1.5 }", Get(e, "Price")!.ToString());
        Assert.Equal(["one"], (string[])Get(e, "Names")!);
        Assert.Equal([1, null, 3], (int?[])Get(e, "Counts")!);
        Assert.Equal(["t"], (List<string>)Get(e, "Tags")!);
        Assert.Equal([null, "n"], Items(Get(e, "Notes")));
        Assert.Equal("default Low_Middle", string.Join(' ', Items(Get(e, "Bands"))));
        Assert.Equal("b", ((Dictionary<string, string>)Get(e, "Labels")!)["a"]);
        Assert.Equal([[1, 2], [3]], ((IReadOnlyDictionary<string, List<int[]>>)Get(e, "Matrix")!)["m"]);
        var prices = (System.Collections.IDictionary)Items(Get(e, "Prices")).Single()!;
        Assert.Equal("Money { Amount = 1, Currency = EUR, Kind = Question, Rate = 2 }", prices["p"]!.ToString());
        Assert.Null(prices["q"]);
        Assert.Equal("kept", Get(e, "Kept"));
        Assert.Equal(42, Get(e, "Answer"));
        Assert.Equal("odd k m", $"{Get(e, "Odd")} {Get(e, "class")} {Get(e, "Member")}");
        Assert.Null(Get(e, "MoreNumbers"));
    }

    private static CompiledConnector Failing() => CompiledConnector.Compile(Start + """
        public enum K { Cup, Pot }
        public sealed record P(string CallbackId, A? A);
        public sealed class A
        {
            public byte? Count { get; set; }
            public K Kind { get; set; }
            public List<I> List { get; set; } = null!;
            public Dictionary<string, string> Map { get; set; } = [];
        }
        public sealed record I(string Code);
        """);

    private static object? Get(object from, string property) => from.GetType().GetProperty(property)!.GetValue(from);

    private static IEnumerable<object?> Items(object? list) => ((System.Collections.IEnumerable)list!).Cast<object?>();
}
