using Microsoft.Extensions.DependencyInjection;

namespace SmarterMeasure.Connector.Generators.Tests;

public sealed class DispatchTests
{
    private const string Body = """{"callback_id":"c1"}""";

    private const string Slim = """
        public sealed record Slim(string CallbackId);
        public static class Results
        {
            public static Push Push(string section) => SmarterMeasure.Connector.Ledger.Push.To("canvas", new SectionResult
            {
                Student = new StudentRef { UserId = "1" }, Section = section,
            });
        }
        """;

    [Theory]
    [InlineData("Push", "Results.Push(\"a\")", "a")]
    [InlineData("Push?", "null", "")]
    [InlineData("IEnumerable<Push>", "[Results.Push(\"a\"), Results.Push(\"b\")]", "a b")]
    [InlineData("IEnumerable<Push>?", "null", "")]
    [InlineData("List<Push?>", "[null, Results.Push(\"b\")]", "b")]
    [InlineData("Push[]", "[Results.Push(\"a\")]", "a")]
    [InlineData("IReadOnlyList<Push>", "[]", "")]
    [InlineData("Task<Push>", "Task.FromResult(Results.Push(\"a\"))", "a")]
    [InlineData("ValueTask<Push?>", "new((Push?)null)", "")]
    [InlineData("Task<Push[]>", "Task.FromResult(new[] { Results.Push(\"a\"), Results.Push(\"b\") })", "a b")]
    [InlineData("ValueTask<IEnumerable<Push>?>", "new(new[] { Results.Push(\"a\") })", "a")]
    [InlineData("Task", "Task.CompletedTask", "")]
    [InlineData("ValueTask", "default", "")]
    public async Task Every_kind_of_return_is_taken(string type, string value, string pushed)
    {
        using var connector = CompiledConnector.Compile(Slim + $$"""
            internal static class Handlers
            {
                [SmarterMeasureEvent("x")] internal static {{type}} On(Slim e) => {{value}};
            }
            """);
        var pushes = await connector.DispatchAsync("x", Body);
        Assert.Equal(pushed, string.Join(' ', pushes.Select(push => push.Result.Section)));
    }

    [Fact]
    public async Task Handlers_of_one_event_are_called_in_the_order_of_the_source()
    {
        using var connector = CompiledConnector.Compile([
            Slim + """
            public sealed class First
            {
                [SmarterMeasureEvent("x")] public async Task B(Slim e, List<object> seen) { await Task.Yield(); seen.Add("B"); }
                [SmarterMeasureEvent("X")] public static void A(Slim e, List<object> seen) => seen.Add("A");
            }
            """,
            """
            public sealed class Alpha
            {
                [SmarterMeasureEvent("x")] public Push C(List<object> seen) { seen.Add("C"); return Results.Push("c"); }
                [SmarterMeasureEvent("y")] public void D(List<object> seen) => seen.Add("D");
            }
            """]);

        var pushes = await connector.DispatchAsync("x", Body);

        Assert.Equal(["B", "A", "C"], connector.Seen);
        Assert.Equal("c", Assert.Single(pushes).Result.Section);
    }

    [Fact]
    public async Task A_dry_run_calls_the_handlers_that_return_pushes_and_no_other()
    {
        using var connector = CompiledConnector.Compile(Slim + """
            public static class Handlers
            {
                [SmarterMeasureEvent("x")] public static void A(Slim e, List<object> seen) => seen.Add("A");
                [SmarterMeasureEvent("x")] public static async Task<Push> B(Slim e, EventContext context, List<object> seen)
                {
                    await Task.Yield();
                    seen.Add(context.IsDryRun);
                    return Results.Push("b");
                }
                [SmarterMeasureEvent("x")] public static IEnumerable<Push> C(Slim e) => [Results.Push("c")];
                [SmarterMeasureEvent("x")] public static ValueTask D(Slim e, List<object> seen) { seen.Add("D"); return default; }
            }
            """);

        var pushes = await connector.DispatchAsync("x", Body, isDryRun: true);

        Assert.Equal([true], connector.Seen);
        Assert.Equal(["b", "c"], pushes.Select(push => push.Result.Section));
        await Assert.ThrowsAsync<Wire.PayloadException>(() => connector.DispatchAsync("x", "{}", isDryRun: true));

        connector.Seen.Clear();
        await connector.DispatchAsync("x", Body);
        Assert.Equal(["A", false, "D"], connector.Seen);
    }

    [Theory]
    [InlineData("void", "seen.Add(1)")]
    [InlineData("Task", "Task.Run(() => seen.Add(1))")]
    [InlineData("ValueTask", "new(Task.Run(() => seen.Add(1)))")]
    public async Task A_dry_run_does_not_call_a_lone_handler_without_pushes(string type, string value)
    {
        using var connector = CompiledConnector.Compile(Slim + $$"""
            internal static class Handlers
            {
                [SmarterMeasureEvent("x")] internal static {{type}} On(Slim e, List<object> seen) => {{value}};
            }
            """);

        await connector.DispatchAsync("x", Body, isDryRun: true);
        Assert.Empty(connector.Seen);

        await connector.DispatchAsync("x", Body);
        Assert.Single(connector.Seen);
    }

    [Fact]
    public async Task Handlers_with_the_same_payload_share_one_parse()
    {
        using var connector = CompiledConnector.Compile(Slim + """
            public static class Handlers
            {
                [SmarterMeasureEvent("x")] public static void A(Slim e, List<object> seen) => seen.Add(e);
                [SmarterMeasureEvent("x")] public static void B(Slim e, List<object> seen) => seen.Add(e);
            }
            """);
        await connector.DispatchAsync("x", Body);
        Assert.Same(connector.Seen[0], connector.Seen[1]);
    }

    [Fact]
    public async Task No_handler_runs_when_the_payload_of_a_later_one_is_wrong()
    {
        using var connector = CompiledConnector.Compile(Slim + """
            public sealed record Other(string Missing);
            public static class Handlers
            {
                [SmarterMeasureEvent("x")] public static void A(Slim e, List<object> seen) => seen.Add(e);
                [SmarterMeasureEvent("x")] public static void B(Other e) { }
            }
            """);
        await Assert.ThrowsAsync<Wire.PayloadException>(() => connector.DispatchAsync("x", Body));
        Assert.Empty(connector.Seen);
    }

    [Fact]
    public async Task Parameters_come_in_any_order_from_payload_context_token_and_services()
    {
        using var connector = CompiledConnector.Compile(
            Slim + """
            public interface IClock { }
            public static class Outer
            {
                public sealed class Handlers(List<object> seen)
                {
                    [SmarterMeasureEvent("x")]
                    public void On(CancellationToken stop, IComparer<int>? missing, IComparer<string> comparer, Slim e, EventContext context) =>
                        seen.AddRange([stop, missing is null, comparer, e.CallbackId, context.Event]);
                }
            }
            """,
            services => services.AddSingleton<IComparer<string>>(StringComparer.Ordinal));
        using var stop = new CancellationTokenSource();
        await connector.DispatchAsync("x", Body, stop.Token);
        Assert.Equal([stop.Token, true, StringComparer.Ordinal, "c1", "x"], connector.Seen);
    }

    [Fact]
    public async Task The_raw_body_is_passed_on_unread()
    {
        using var connector = CompiledConnector.Compile("""
            public static class Handlers
            {
                [SmarterMeasureEvent("x")]
                public static void On(ReadOnlyMemory<byte> body, List<object> seen) => seen.Add(System.Text.Encoding.UTF8.GetString(body.Span));
            }
            """);
        await connector.DispatchAsync("x", "neither JSON nor XML");
        Assert.Equal(["neither JSON nor XML"], connector.Seen);
    }

    [Fact]
    public async Task One_instance_serves_one_event()
    {
        using var connector = CompiledConnector.Compile("""
            public sealed class Handlers(List<object> seen)
            {
                [SmarterMeasureEvent("x")] public void A() => seen.Add(this);
                [SmarterMeasureEvent("x")] public void B() => seen.Add(this);
            }
            """);
        await connector.DispatchAsync("x", Body);
        await connector.DispatchAsync("x", Body);
        Assert.Same(connector.Seen[0], connector.Seen[1]);
        Assert.NotSame(connector.Seen[0], connector.Seen[2]);
    }

    [Fact]
    public async Task Only_events_with_a_handler_are_handled()
    {
        using var connector = CompiledConnector.Compile("""
            public static class Handlers
            {
                [SmarterMeasureEvent("Assessment.Completed")]
                [SmarterMeasureEvent("assessment.section-complete")]
                [SmarterMeasureEvent("assessment.section_complete")]
                public static void On(List<object> seen, EventContext context) => seen.Add(context.Event);
            }
            """);
        Assert.True(connector.Dispatcher.Handles("assessment.completed"u8));
        Assert.True(connector.Dispatcher.Handles("assessment.section_complete"u8));
        Assert.False(connector.Dispatcher.Handles("assessment.completeD"u8));
        Assert.False(connector.Dispatcher.Handles("assessment.created"u8));
        Assert.False(connector.Dispatcher.Handles(default));

        await connector.DispatchAsync("assessment.created", Body);
        await connector.DispatchAsync("assessment.section-complete", Body);
        Assert.Equal(["assessment.section-complete"], connector.Seen);
    }

    [Fact]
    public async Task What_a_handler_throws_reaches_the_caller()
    {
        using var connector = CompiledConnector.Compile("""
            public static class Handlers
            {
                [SmarterMeasureEvent("x")] public static async Task On() { await Task.Yield(); throw new TimeoutException(); }
            }
            """);
        await Assert.ThrowsAsync<TimeoutException>(() => connector.DispatchAsync("x", Body));
    }

    [Fact]
    public async Task A_synchronous_handler_costs_no_allocation_but_its_payload()
    {
        using var connector = CompiledConnector.Compile("""
            public static class Handlers
            {
                [SmarterMeasureEvent("x")] public static void On(ReadOnlyMemory<byte> body, EventContext context) { }
            }
            """);
        var context = CompiledConnector.Context("x", Body, new ServiceCollection().BuildServiceProvider());
        var pushes = new List<Ledger.Push>();
        await connector.Dispatcher.DispatchAsync("x"u8, context, pushes, CancellationToken.None);

        var before = GC.GetAllocatedBytesForCurrentThread();
        var done = connector.Dispatcher.DispatchAsync("x"u8, context, pushes, CancellationToken.None);
        var after = GC.GetAllocatedBytesForCurrentThread();

        Assert.True(done.IsCompletedSuccessfully);
        Assert.Equal(0, after - before);
        await done;
    }
}
