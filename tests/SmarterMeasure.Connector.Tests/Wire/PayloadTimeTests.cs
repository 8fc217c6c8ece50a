using System.Globalization;
using System.Text;
using CsCheck;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

public sealed class PayloadTimeTests
{
    private static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd HH:mm:ssK",
        .. Enumerable.Range(1, 7).SelectMany(digits => new[]
        {
            $"yyyy-MM-dd'T'HH:mm:ss.{new string('f', digits)}K", $"yyyy-MM-dd HH:mm:ss.{new string('f', digits)}K",
        }),
    ];

    [Theory]
    [InlineData("2026-06-12T03:33:00Z", "2026-06-12T03:33:00.0000000+00:00")]
    [InlineData("2026-06-12T03:33:00", "2026-06-12T03:33:00.0000000+00:00")]
    [InlineData("2026-06-12 03:33:00", "2026-06-12T03:33:00.0000000+00:00")]
    [InlineData("2026-06-12", "2026-06-12T00:00:00.0000000+00:00")]
    [InlineData("2026-06-12T03:33:00.5+02:00", "2026-06-12T03:33:00.5000000+02:00")]
    [InlineData("2026-06-12T03:33:00.123456789-0530", "2026-06-12T03:33:00.1234567-05:30")]
    [InlineData("2024-02-29T23:59:59+14:00", "2024-02-29T23:59:59.0000000+14:00")]
    public void A_time_is_parsed(string text, string roundTrip)
    {
        Assert.True(PayloadTime.TryParse(Encoding.UTF8.GetBytes(text), out var time));
        Assert.Equal(roundTrip, time.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("today")]
    [InlineData("2026-06-1")]
    [InlineData("2026/06/12")]
    [InlineData("0000-06-12")]
    [InlineData("2026-13-01")]
    [InlineData("2025-02-29")]
    [InlineData("2026-06-12Z")]
    [InlineData("2026-06-12T03:33")]
    [InlineData("2026-06-12t03:33:00")]
    [InlineData("2026-06-12T24:00:00")]
    [InlineData("2026-06-12T03:60:00")]
    [InlineData("2026-06-12T03:33:60")]
    [InlineData("2026-06-12T03:33:00.")]
    [InlineData("2026-06-12T03:33:00.Z")]
    [InlineData("2026-06-12T03:33:00z")]
    [InlineData("2026-06-12T03:33:00+2")]
    [InlineData("2026-06-12T03:33:00+02")]
    [InlineData("2026-06-12T03:33:00+14:01")]
    [InlineData("2026-06-12T03:33:00+02:60")]
    [InlineData("2026-06-12T03:33:00Z ")]
    [InlineData("0001-01-01T00:00:00+00:01")]
    [InlineData("9999-12-31T23:59:59-00:01")]
    public void What_is_no_time_is_refused(string text) =>
        Assert.False(PayloadTime.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void It_agrees_with_the_runtime_on_what_it_prints() =>
        Gen.Select(Gen.Long[DateTime.MinValue.Ticks, DateTime.MaxValue.Ticks], Gen.Int[-840, 840], Gen.Int[0, Formats.Length - 1])
            .Select((ticks, offset, format) => (ticks, offset, Formats[format]))
            .Sample((ticks, offset, format) =>
            {
                var utc = ticks - (offset * TimeSpan.TicksPerMinute);
                if (utc < 0 || utc > DateTime.MaxValue.Ticks)
                    return;

                var written = new DateTimeOffset(ticks, TimeSpan.FromMinutes(offset)).ToString(format, CultureInfo.InvariantCulture);
                AssertAgrees(written, mustParse: true);
            }, iter: 20_000);

    [Fact]
    public void Whatever_it_takes_for_a_time_the_runtime_takes_for_the_same() =>
        Gen.Select(Gen.OneOf("2026-06-12T03:33:00Z", "2026-06-12 23:59:59.1234567+02:00", "2024-02-29", "0001-01-01T00:00:00-1400"),
                Gen.Int[0, 30], Gen.Char["0123456789:-+.TZ "])
            .Select((text, index, letter) =>
            {
                var at = index % text.Length;
                return text[..at] + letter + text[(at + 1)..];
            })
            .Sample(text => AssertAgrees(text, mustParse: false), iter: 20_000);

    private static void AssertAgrees(string text, bool mustParse)
    {
        var isTime = PayloadTime.TryParse(Encoding.UTF8.GetBytes(text), out var time);
        Assert.True(isTime || !mustParse, text);
        if (!isTime)
            return;

        Assert.True(DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expected), text);
        Assert.True(expected.EqualsExact(time), text);
    }
}
