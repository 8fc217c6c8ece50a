using System.Text.Json;
using SmarterMeasure.Connector;
using SmarterMeasure.Connector.Benchmarks;
using SmarterMeasure.Connector.Benchmarks.Codecs;

var full = OurReaders.FullJson(Bodies.Json);
var slim = OurReaders.SlimJson(Bodies.Json);
Require(Text(full) == Text(JsonSerializer.Deserialize(Bodies.Json, VendorJson.Default.SectionComplete)!));
Require(Text(full) == Text(JsonSerializer.Deserialize(Bodies.PlainJson, PlainJson.Default.SectionComplete)!));
Require(full.Section is { Completed: true, Results: { Scores.Count: 3, Subscales: { Count: 6 } subscales } } && subscales[2].Scores[1].Value == 15.5m);
Require(slim == JsonSerializer.Deserialize(Bodies.Json, VendorJson.Default.Slim));
Require(slim is { CallbackId: "7b04d1c96ae84f5e9d02c3f8b1a6570e", User.UserId: "9204417", Section.Code: "LifeFactors" });

object? sink = null;
var measured = Interleaved.Measure(
    TimeSpan.FromMilliseconds(300),
    ("full", count => { for (var i = 0; i < count; i++) sink = OurReaders.FullJson(Bodies.Json); }),
    ("full.stj", count => { for (var i = 0; i < count; i++) sink = JsonSerializer.Deserialize(Bodies.Json, VendorJson.Default.SectionComplete); }),
    ("full.stj_plain", count => { for (var i = 0; i < count; i++) sink = JsonSerializer.Deserialize(Bodies.PlainJson, PlainJson.Default.SectionComplete); }),
    ("slim", count => { for (var i = 0; i < count; i++) sink = OurReaders.SlimJson(Bodies.Json); }),
    ("slim.stj", count => { for (var i = 0; i < count; i++) sink = JsonSerializer.Deserialize(Bodies.Json, PlainJson.Default.Slim); }));
GC.KeepAlive(sink);

Figures.Print(
    ("json.body_bytes", Bodies.Json.Length),
    ("json.full.ns", measured.Nanoseconds("full")),
    ("json.full.stj_ns", measured.Nanoseconds("full.stj")),
    ("json.full.speedup", measured.Speedup("full", "full.stj")),
    ("json.full.plain_peer_speedup", measured.Speedup("full", "full.stj_plain")),
    ("json.full.bytes", measured.Bytes("full")),
    ("json.full.bytes_ratio", measured.Bytes("full") / measured.Bytes("full.stj")),
    ("json.slim.ns", measured.Nanoseconds("slim")),
    ("json.slim.stj_ns", measured.Nanoseconds("slim.stj")),
    ("json.slim.speedup", measured.Speedup("slim", "slim.stj")));

static string Text(SectionComplete value) => JsonSerializer.Serialize(value, VendorJson.Default.SectionComplete);

static void Require(bool isSo, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(isSo))] string what = "")
{
    if (!isSo)
        throw new InvalidOperationException($"The peers read different values: {what}");
}
