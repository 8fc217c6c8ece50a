using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SmarterMeasure.Connector.Api.Reading;

/// <summary>Reads a value that the API gives as a text, as itself, or not at all; what is unreadable is not there.</summary>
internal abstract class TolerantValue<T> : JsonConverter<T?>
    where T : struct
{
    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TolerantText.Read(ref reader) is { } text ? Parse(text.Trim()) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value is { } given ? Text(given) : "");

    /// <summary>Makes a value of its text; null when it is none.</summary>
    protected abstract T? Parse(string text);

    /// <summary>Writes a value as the API does.</summary>
    protected abstract string Text(T value);
}

/// <summary>A number with decimals, always with a point.</summary>
internal sealed class TolerantDecimal : TolerantValue<decimal>
{
    /// <inheritdoc/>
    protected override decimal? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <inheritdoc/>
    protected override string Text(decimal value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A whole number.</summary>
internal sealed class TolerantInteger : TolerantValue<long>
{
    /// <inheritdoc/>
    protected override long? Parse(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
        && value == decimal.Truncate(value) && Math.Abs(value) <= long.MaxValue
            ? (long)value
            : null;

    /// <inheritdoc/>
    protected override string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>A yes or no: <c>1</c>, <c>0</c>, <c>true</c>, <c>false</c>, <c>yes</c>, <c>no</c>.</summary>
internal sealed class TolerantFlag : TolerantValue<bool>
{
    /// <inheritdoc/>
    protected override bool? Parse(string text) => text.ToUpperInvariant() switch
    {
        "1" or "TRUE" or "YES" => true,
        "0" or "FALSE" or "NO" => false,
        _ => null,
    };

    /// <inheritdoc/>
    protected override string Text(bool value) => value ? "1" : "0";
}

/// <summary>A time in ISO 8601; one without an offset is taken to be in UTC.</summary>
internal sealed class TolerantTime : TolerantValue<DateTimeOffset>
{
    /// <inheritdoc/>
    protected override DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value)
            ? value
            : null;

    /// <inheritdoc/>
    protected override string Text(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
