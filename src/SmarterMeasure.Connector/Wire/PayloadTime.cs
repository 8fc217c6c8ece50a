namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Parses the times of payloads: ISO 8601 as <c>2026-06-12T03:33:00Z</c>, also with a fraction of the second (past
/// 100 ns cut off), an offset <c>±hh:mm</c> or <c>±hhmm</c> or none (UTC), a blank for the <c>T</c>, or the date only.
/// </summary>
internal static class PayloadTime
{
    private const int DateLength = 10;
    private const int SecondsLength = 19;
    private const int TickDigits = 7;
    private const int MaxOffsetMinutes = 14 * 60;

    /// <summary>Parses; false for anything else and for what no <see cref="DateTimeOffset"/> can hold.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateTimeOffset value)
    {
        value = default;
        if (!TryReadDate(utf8, out var ticks))
            return false;

        var offset = 0;
        if (utf8.Length > DateLength)
        {
            if (!TryReadTime(utf8, out var time))
                return false;
            var rest = utf8[SecondsLength..];
            if (!TryReadFraction(ref rest, out var fraction) || !TryReadOffset(rest, out offset))
                return false;
            ticks += time + fraction;
        }

        var utc = ticks - (offset * TimeSpan.TicksPerMinute);
        if (utc < DateTime.MinValue.Ticks || utc > DateTime.MaxValue.Ticks)
            return false;
        value = new DateTimeOffset(ticks, TimeSpan.FromTicks(offset * TimeSpan.TicksPerMinute));
        return true;
    }

    private static bool TryReadDate(ReadOnlySpan<byte> utf8, out long ticks)
    {
        ticks = 0;
        if (utf8.Length < DateLength || utf8[4] != '-' || utf8[7] != '-')
            return false;

        var year = (TwoDigits(utf8, 0) * 100) + TwoDigits(utf8, 2);
        var month = TwoDigits(utf8, 5);
        var day = TwoDigits(utf8, 8);
        if (TwoDigits(utf8, 0) < 0 || TwoDigits(utf8, 2) < 0 || year < 1 || month is < 1 or > 12
            || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ticks = new DateTime(year, month, day).Ticks;
        return true;
    }

    private static bool TryReadTime(ReadOnlySpan<byte> utf8, out long ticks)
    {
        ticks = 0;
        if (utf8.Length < SecondsLength || utf8[10] is not ((byte)'T' or (byte)' ') || utf8[13] != ':' || utf8[16] != ':')
            return false;

        var hours = TwoDigits(utf8, 11);
        var minutes = TwoDigits(utf8, 14);
        var seconds = TwoDigits(utf8, 17);
        if (hours is < 0 or > 23 || minutes is < 0 or > 59 || seconds is < 0 or > 59)
            return false;

        ticks = ((((hours * 60) + minutes) * 60) + seconds) * TimeSpan.TicksPerSecond;
        return true;
    }

    private static bool TryReadFraction(ref ReadOnlySpan<byte> rest, out long ticks)
    {
        ticks = 0;
        if (rest.IsEmpty || rest[0] != '.')
            return true;

        var digits = rest[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits < 0)
            digits = rest.Length - 1;
        for (var i = 1; i <= TickDigits; i++)
            ticks = (ticks * 10) + (i <= digits ? rest[i] - '0' : 0);
        rest = rest[(digits + 1)..];
        return digits > 0;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> rest, out int minutes)
    {
        minutes = 0;
        if (rest.IsEmpty || (rest.Length == 1 && rest[0] == 'Z'))
            return true;
        if (rest.Length is < 5 or > 6 || rest[0] is not ((byte)'+' or (byte)'-') || (rest.Length == 6 && rest[3] != ':'))
            return false;

        var hour = TwoDigits(rest, 1);
        var minute = TwoDigits(rest, rest.Length - 2);
        minutes = (rest[0] == '-' ? -1 : 1) * ((hour * 60) + minute);
        return hour >= 0 && minute is >= 0 and <= 59 && Math.Abs(minutes) <= MaxOffsetMinutes;
    }

    /// <summary>The number that two digits make, or a negative one when they are none.</summary>
    private static int TwoDigits(ReadOnlySpan<byte> utf8, int at)
    {
        var tens = (uint)(utf8[at] - '0');
        var ones = (uint)(utf8[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? (int)((tens * 10) + ones) : -1;
    }
}
