using SmarterMeasure.Connector.CodeFixes;
using SmarterMeasure.Connector.Generators.Analyzers;

namespace SmarterMeasure.Connector.Generators.Tests.CodeFixes;

public sealed class FixTests
{
    [Fact]
    public Task Misspelt_and_quoted_names_become_constants() =>
        FixTest<EventNamesShouldBeDocumentedAnalyzer, UseEventConstant>.RunAsync(
            """
            namespace Demo;

            public class Handlers
            {
                private const string Mine = "section-start";

                [SmarterMeasureEvent({|SMC0002:"assessment.complete"|})]
                [SmarterMeasureEvent({|SMC0002:Mine|})]
                [SmarterMeasureEvent({|SMC0003:"assessment.section-complete"|})] // with scores
                public void On() { }
            }
            """,
            """
            namespace Demo;

            public class Handlers
            {
                private const string Mine = "section-start";

                [SmarterMeasureEvent(SmarterMeasureEvents.Completed)]
                [SmarterMeasureEvent(SmarterMeasureEvents.SectionStart)]
                [SmarterMeasureEvent(SmarterMeasureEvents.SectionComplete)] // with scores
                public void On() { }
            }
            """);

    [Fact]
    public Task A_repeated_event_goes() =>
        FixTest<HandlersShouldNotRepeatAnEventAnalyzer, RemoveRepeatedEvent>.RunAsync(
            """
            public class Handlers
            {
                [SmarterMeasureEvent("x"), SmarterMeasureEvent({|SMC0005:"X"|})]
                public void One() { }

                [SmarterMeasureEvent("x")]
                [SmarterMeasureEvent({|SMC0005:"x"|})]
                public void Two() { }
            }
            """,
            """
            public class Handlers
            {
                [SmarterMeasureEvent("x")]
                public void One() { }

                [SmarterMeasureEvent("x")]
                public void Two() { }
            }
            """);

    [Fact]
    public Task A_hidden_handler_becomes_internal_with_what_hides_it() =>
        FixTest<HandlersMustGetCodeAnalyzer, MakeReachable>.RunAsync(
            """
            public class Handlers
            {
                [SmarterMeasureEvent("x")]
                private void {|SMC0006:One|}() { }

                [SmarterMeasureEvent("x")]
                void {|SMC0006:Two|}() { }

                // Inside and outside.
                private static class Inner
                {
                    [SmarterMeasureEvent("x")]
                    static void {|SMC0006:Three|}() { }
                }
            }
            file class Local
            {
                [SmarterMeasureEvent("x")]
                public void {|SMC0006:Four|}() { }
            }
            """,
            """
            public class Handlers
            {
                [SmarterMeasureEvent("x")]
                internal void One() { }

                [SmarterMeasureEvent("x")]
                internal void Two() { }

                // Inside and outside.
                internal static class Inner
                {
                    [SmarterMeasureEvent("x")]
                    internal static void Three() { }
                }
            }
            internal class Local
            {
                [SmarterMeasureEvent("x")]
                public void Four() { }
            }
            """);

    [Fact]
    public Task Async_void_becomes_a_task_and_brings_its_namespace() =>
        FixTest<HandlersMustGetCodeAnalyzer, ReturnTask>.RunAsync(
            """
            public class Handlers
            {
                [SmarterMeasureEvent("x")]
                public async {|SMC0014:void|} On(SectionStart e) => await System.Threading.Tasks.Task.Yield();
            }
            """,
            """
            using System.Threading.Tasks;

            public class Handlers
            {
                [SmarterMeasureEvent("x")]
                public async Task On(SectionStart e) => await System.Threading.Tasks.Task.Yield();
            }
            """);

    [Fact]
    public Task A_token_comes_behind_what_must_be_given() =>
        FixTest<HandlersShouldTakeACancellationTokenAnalyzer, TakeCancellationToken>.RunAsync(
            """
            using System.Threading.Tasks;

            public class Handlers
            {
                [SmarterMeasureEvent("x")]
                public Task {|SMC0016:One|}() => Task.CompletedTask;

                [SmarterMeasureEvent("x")]
                public Task {|SMC0016:Two|}(SectionStart stop, EventContext? context = null) => Task.FromResult(stop);
            }
            """,
            """
            using System.Threading;
            using System.Threading.Tasks;

            public class Handlers
            {
                [SmarterMeasureEvent("x")]
                public Task One(CancellationToken stop) => Task.CompletedTask;

                [SmarterMeasureEvent("x")]
                public Task Two(SectionStart stop, CancellationToken stopToken, EventContext? context = null) => Task.FromResult(stop);
            }
            """);

    [Fact]
    public Task A_signature_that_others_fix_is_left_alone() =>
        FixTest<HandlersShouldTakeACancellationTokenAnalyzer, TakeCancellationToken>.RunUnmendedAsync(
            """
            using System.Threading.Tasks;

            public abstract class Base
            {
                public abstract Task On();
            }
            public class Handlers : Base
            {
                [SmarterMeasureEvent("x")]
                public override Task {|SMC0016:On|}() => Task.CompletedTask;
            }
            """);
}
