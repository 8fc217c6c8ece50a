using System.Text;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Generators.Tests;

/// <summary>Every misfit names cause, path and byte offset, through generated code and in both formats.</summary>
public sealed class PreciseErrorTests(PreciseErrorTests.Connector connector) : IClassFixture<PreciseErrorTests.Connector>
{
    /// <summary>Stands where the offset is expected.</summary>
    private const string Here = "^";

    [Theory]
    [InlineData("""{"id":"1",^"id":"2"}""", "$.id", PayloadError.DuplicateMember)]
    [InlineData("""{"a":{"n":1},^"a":null}""", "$.a", PayloadError.DuplicateMember)]
    [InlineData("""{"list":[{"n":1,^"n":2}]}""", "$.list[0].n", PayloadError.DuplicateMember)]
    [InlineData("""{"map":{"k":1,^"k":2}}""", "$.map.k", PayloadError.DuplicateMember)]
    [InlineData("""{"rank":1,^"rank":2}""", "$.rank", PayloadError.DuplicateMember)]
    [InlineData("""{"id":"1","\u0061":null,^"a":null}""", "$.a", PayloadError.DuplicateMember)]
    [InlineData("<c id='1'>^<id>2</id></c>", "$.id", PayloadError.DuplicateMember)]
    [InlineData("<c id='1'><a n='1'/>^<a/></c>", "$.a[1]", PayloadError.DuplicateMember)]
    [InlineData("<c id='1' x='' ^id='2'/>", "$.id", PayloadError.DuplicateMember)]
    [InlineData("<c><map><k>1</k>^<k>2</k></map></c>", "$.map.k[1]", PayloadError.DuplicateMember)]
    [InlineData("""{"id":"1","ranks":[]} ^,""", "$", PayloadError.TrailingData)]
    [InlineData("<c id='1'/> ^<c/>", "$", PayloadError.TrailingData)]
    [InlineData("""{"id":^null}""", "$.id", PayloadError.MissingMember)]
    [InlineData("""{"id":"1","list":[{"n":1},^null]}""", "$.list[1]", PayloadError.MissingMember)]
    [InlineData("""{"id":"1","list":[{"n":^""}]}""", "$.list[0].n", PayloadError.MissingMember)]
    [InlineData("""{"id":"1","list":[{"n":1},{^}]}""", "$.list[1].n", PayloadError.MissingMember)]
    [InlineData("""{"id":"1","map":{"k":^[]}}""", "$.map.k", PayloadError.MissingMember)]
    [InlineData("""{"a":{"n":1}^}""", "$.id", PayloadError.MissingMember)]
    [InlineData("<c xmlns:xsi='i'>^<id xsi:nil='true'/></c>", "$.id", PayloadError.MissingMember)]
    [InlineData("<c><a><n>1</n></a>^</c>", "$.id", PayloadError.MissingMember)]
    [InlineData("<c id='1'><list><i><n>1</n></i>^<i/></list></c>", "$.list.i[1]", PayloadError.MissingMember)]
    [InlineData("""{"id":"1","a":{"n":^256}}""", "$.a.n", PayloadError.OutOfRange)]
    [InlineData("""{"id":"1","a":{"n":^"-1"}}""", "$.a.n", PayloadError.OutOfRange)]
    [InlineData("""{"id":"1","a":{"n":1,"d":^1e40}}""", "$.a.d", PayloadError.OutOfRange)]
    [InlineData("""{"id":"1","ranks":[1,^99999999999]}""", "$.ranks[1]", PayloadError.OutOfRange)]
    [InlineData("<c id='1'><a ^n='256'/></c>", "$.a.n", PayloadError.OutOfRange)]
    [InlineData("<c id='1'><rank>1</rank>^<rank>99999999999</rank></c>", "$.rank[1]", PayloadError.OutOfRange)]
    [InlineData("""{"id":^{"deep":1}}""", "$.id", PayloadError.WrongType)]
    [InlineData("""{"id":"1","list":[^"text"]}""", "$.list[0]", PayloadError.WrongType)]
    [InlineData("""{"id":"1","at":^"2026-02-30"}""", "$.at", PayloadError.WrongType)]
    [InlineData("""{"id":"1","kind":^"teapot"}""", "$.kind", PayloadError.WrongType)]
    [InlineData("<c>^<id><b/></id></c>", "$.id", PayloadError.WrongType)]
    [InlineData("<c id='1'>^<at>today</at></c>", "$.at", PayloadError.WrongType)]
    [InlineData("<c id='1'>^<kind>teapot</kind></c>", "$.kind", PayloadError.WrongType)]
    [InlineData("""{"id":"1","a":{"n":1^""", "$.a.n", PayloadError.Truncated)]
    [InlineData("""{"id":"1","x":{"n":[1^;]}}""", "$.x.n[0]", PayloadError.Malformed)]
    [InlineData("<c id='1'><a n='1'^", "$.a", PayloadError.Truncated)]
    [InlineData("<c id='1'><map><k>1</k><l>^</k></map></c>", "$.map.l", PayloadError.Malformed)]
    [InlineData("<c id='1'><x>^&nbsp;</x></c>", "$.x", PayloadError.UnknownEntity)]
    [InlineData("""{"id":"1","x":{"n":"^\ud800"}}""", "$.x.n", PayloadError.Malformed)]
    [InlineData("""{"id":"1","map":{"k":^99999999999}}""", "$.map.k", PayloadError.OutOfRange)]
    [InlineData("<c id='1'><map>^<k>99999999999</k></map></c>", "$.map.k", PayloadError.OutOfRange)]
    [InlineData("<c id='1'><a ^n='1e400'/></c>", "$.a.n", PayloadError.OutOfRange)]
    [InlineData("<c id='1'><a n='1' ^d='1e40'/></c>", "$.a.d", PayloadError.OutOfRange)]
    public async Task A_misfit_is_named_by_cause_path_and_offset(string marked, string path, PayloadError error)
    {
        var offset = Encoding.UTF8.GetByteCount(marked.AsSpan(0, marked.IndexOf(Here, StringComparison.Ordinal)));
        var fault = await Refuse(marked.Replace(Here, "", StringComparison.Ordinal));
        Assert.Equal((error, path, offset), (fault.Error, fault.Path, fault.Offset));
    }

    [Theory]
    [InlineData("{\"skipped\":{\"deep\":[\"^\"]},\"id\":\"1\"}", "$.skipped.deep[0]")]
    [InlineData("{\"id\":\"^\"}", "$.id")]
    [InlineData("{\"id\":\"1\",\"list\":[{\"n\":1},{\"^\":2}]}", "$.list[1].?")]
    [InlineData("<c id='1'><skipped><deep a='^'/></skipped></c>", "$.skipped.deep.a")]
    [InlineData("<c><!-- ^ --><id>1</id></c>", "$")]
    [InlineData("<c><id>^</id></c>", "$.id")]
    public async Task Bytes_that_are_no_utf8_are_found_wherever_they_are(string marked, string path)
    {
        var body = Encoding.UTF8.GetBytes(marked);
        var offset = Array.IndexOf(body, (byte)'^');
        body[offset] = 0xC3;
        var fault = await Refuse(body);
        Assert.Equal((PayloadError.InvalidEncoding, path, offset), (fault.Error, fault.Path, fault.Offset));
    }

    [Theory]
    [InlineData("{\"tree\":", "{\"id\":\"1\",\"tree\":null", "}", "}", ".tree", 63, 8)]
    [InlineData("{\"skipped\":", "[", "]", "}", ".skipped", 63, 11)]
    public async Task Depth_is_limited(string open, string inner, string close, string end, string member, int allowed, int width)
    {
        var body = string.Concat(Enumerable.Repeat(open, allowed)) + inner + close + string.Concat(Enumerable.Repeat(end, allowed));
        var fits = await Record.ExceptionAsync(() => connector.Compiled.DispatchAsync("x", body));
        Assert.NotEqual(PayloadError.TooDeep, (fits as PayloadException)?.Error);
        var fault = await Refuse(open + body + end);
        Assert.Equal((PayloadError.TooDeep, (allowed + 1) * width), (fault.Error, fault.Offset));
        Assert.Equal("$" + string.Concat(Enumerable.Repeat(member, allowed + 1)), fault.Path);
    }

    [Theory]
    [InlineData("tree")]
    [InlineData("skipped")]
    public async Task A_deep_tree_is_read_and_a_deeper_one_refused_in_xml(string name)
    {
        var (start, open, close) = ("<c id='1'>", $"<{name} id='1'>", $"</{name}>");
        var allowed = XmlPayloadReader.MaxDepth - 1;
        await connector.Compiled.DispatchAsync("x", Nested(allowed));
        var fault = await Refuse(Nested(allowed + 1));
        Assert.Equal((PayloadError.TooDeep, start.Length + (allowed * open.Length)), (fault.Error, fault.Offset));
        Assert.Equal("$" + string.Concat(Enumerable.Repeat("." + name, allowed + 1)), fault.Path);

        string Nested(int depth) =>
            start + string.Concat(Enumerable.Repeat(open, depth)) + string.Concat(Enumerable.Repeat(close, depth)) + "</c>";
    }

    private Task<PayloadException> Refuse(string body) => Refuse(Encoding.UTF8.GetBytes(body));

    private async Task<PayloadException> Refuse(byte[] body) =>
        await Assert.ThrowsAsync<PayloadException>(() => connector.Compiled.DispatchBytesAsync("x", body));

    public sealed class Connector : IDisposable
    {
        internal CompiledConnector Compiled { get; } = CompiledConnector.Compile("""
            public static class Handlers { [SmarterMeasureEvent("x")] public static void On(P e) { } }
            public enum Kind { Cup, Pot }
            public sealed record P(
                string Id, A? A, List<A> List, Dictionary<string, int> Map, int[] Ranks, DateTimeOffset? At, Kind Kind = Kind.Cup, P? Tree = null);
            public sealed record A(byte N, decimal? D);
            """);

        public void Dispose() => Compiled.Dispose();
    }
}
