using System.Text.Json;
using SmarterMeasure.Connector.Benchmarks;
using SmarterMeasure.Connector.Benchmarks.Codecs;
using static SmarterMeasure.Connector.Benchmarks.Codecs.Peers;

var full = OurReaders.FullJson(Bodies.Json);
var slim = OurReaders.SlimJson(Bodies.Json);
Require(Text(full) == Text(JsonSerializer.Deserialize(Bodies.Json, VendorJson.Default.SectionComplete)!));
Require(Text(full) == Text(JsonSerializer.Deserialize(Bodies.PlainJson, PlainJson.Default.SectionComplete)!));
Require(full.Section is { Completed: true, Results: { Scores.Count: 3, Subscales: { Count: 6 } subscales } } && subscales[2].Scores[1].Value == 15.5m);
Require(slim == JsonSerializer.Deserialize(Bodies.Json, PlainJson.Default.Slim));
Require(slim is { CallbackId: "7b04d1c96ae84f5e9d02c3f8b1a6570e", User.UserId: "9204417", Section.Code: "LifeFactors" });

object? sink = null;
var measured = Interleaved.Measure(
    TimeSpan.FromMilliseconds(300),
    ("full", count => { for (var i = 0; i < count; i++) sink = OurReaders.FullJson(Bodies.Json); }),
    ("full.stj", count => { for (var i = 0; i < count; i++) sink = JsonSerializer.Deserialize(Bodies.Json, VendorJson.Default.SectionComplete); }),
    ("full.stj_plain", count => { for (var i = 0; i < count; i++) sink = JsonSerializer.Deserialize(Bodies.PlainJson, PlainJson.Default.SectionComplete); }),
    ("full.stj_mutable", count => { for (var i = 0; i < count; i++) sink = JsonSerializer.Deserialize(Bodies.PlainJson, PlainJson.Default.MutableCallback); }),
    ("slim", count => { for (var i = 0; i < count; i++) sink = OurReaders.SlimJson(Bodies.Json); }),
    ("slim.stj", count => { for (var i = 0; i < count; i++) sink = JsonSerializer.Deserialize(Bodies.Json, PlainJson.Default.Slim); }));
GC.KeepAlive(sink);

Figures.Print(
    ("json.body_bytes", Bodies.Json.Length),
    ("json.full.ns", measured.Nanoseconds("full")),
    ("json.full.stj_ns", measured.Nanoseconds("full.stj")),
    ("json.full.speedup", measured.Speedup("full", "full.stj")),
    ("json.full.speedup_over_plain_body", measured.Speedup("full", "full.stj_plain")),
    ("json.full.speedup_over_mutable_type", measured.Speedup("full", "full.stj_mutable")),
    ("json.full.bytes", measured.Bytes("full")),
    ("json.full.bytes_ratio", measured.Bytes("full") / measured.Bytes("full.stj")),
    ("json.full.bytes_ratio_to_mutable_type", measured.Bytes("full") / measured.Bytes("full.stj_mutable")),
    ("json.slim.ns", measured.Nanoseconds("slim")),
    ("json.slim.stj_ns", measured.Nanoseconds("slim.stj")),
    ("json.slim.bytes_ratio", measured.Bytes("slim") / measured.Bytes("slim.stj")),
    ("json.slim.speedup", measured.Speedup("slim", "slim.stj")));
