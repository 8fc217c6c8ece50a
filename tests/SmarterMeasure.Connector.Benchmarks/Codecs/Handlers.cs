namespace SmarterMeasure.Connector.Benchmarks.Codecs;

/// <summary>What makes the generator emit the readers that are measured.</summary>
internal static class Handlers
{
    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public static void OnFull(SectionComplete e) => _ = e;

    [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)]
    public static void OnSlim(Slim e) => _ = e;
}

/// <summary>What a receiver that only wants to know who did what declares.</summary>
internal sealed record Slim(string CallbackId, string CallbackEvent, SlimUser User, SlimSection Section);

internal sealed record SlimUser(string UserId);

internal sealed record SlimSection(string Code);
