using Microsoft.Extensions.Time.Testing;

namespace SmarterMeasure.Connector.Conformance;

/// <summary>A clock that can be set as an operator sets one: timers and time stamps do not notice.</summary>
public sealed class TestClock() : FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero))
{
    private TimeSpan _offset;

    public void SetBy(TimeSpan jump) => _offset += jump;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _offset;

    public override long GetTimestamp() => base.GetUtcNow().Ticks;
}
