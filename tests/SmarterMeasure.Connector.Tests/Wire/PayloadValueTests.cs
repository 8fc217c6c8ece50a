using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

public sealed class PayloadValueTests
{
    [Theory]
    [InlineData("\"\"", "<a/>")]
    [InlineData("\"\"", "<a></a>")]
    [InlineData("\"17\"", "<a>17</a>")]
    [InlineData("\"x y\"", "<a> x y </a>")]
    [InlineData("null", "<a xsi:nil='true'/>")]
    public void Both_formats_give_the_same_values(string json, string xml)
    {
        Assert.Equal(Reading.Json(json, PayloadValue.Text), Reading.Xml(xml, PayloadValue.Text));
        Assert.Equal(Reading.Json(json, PayloadValue.TextOrNull), Reading.Xml(xml, PayloadValue.TextOrNull));
        Assert.Equal(
            Try(() => Reading.Json(json, PayloadValue.Number<JsonPayloadReader, decimal>)),
            Try(() => Reading.Xml(xml, PayloadValue.Number<XmlPayloadReader, decimal>)));

        static object? Try(Func<decimal?> read)
        {
            try
            {
                return read();
            }
            catch (PayloadException fault)
            {
                return fault.Message;
            }
        }
    }

    [Theory]
    [InlineData("17", 17)]
    [InlineData("\"17\"", 17)]
    [InlineData("\"\"", null)]
    [InlineData("[]", null)]
    public void A_number_may_be_a_string(string json, int? value) =>
        Assert.Equal(value, Reading.Json(json, PayloadValue.Number<JsonPayloadReader, int>));

    [Theory]
    [InlineData("\"many\"", "wrong_type at $, byte 0")]
    [InlineData("{}", "wrong_type at $, byte 0")]
    [InlineData("300", "out_of_range at $, byte 0")]
    public void What_is_no_such_number_is_an_error(string json, string message) =>
        Assert.Equal(message, Reading.Fault(() => Reading.Json(json, PayloadValue.Number<JsonPayloadReader, byte>)));

    [Theory]
    [InlineData("true", true)]
    [InlineData("\"True\"", true)]
    [InlineData("\"1\"", true)]
    [InlineData("0", false)]
    [InlineData("\"false\"", false)]
    [InlineData("\"\"", null)]
    public void A_boolean_may_be_a_string_or_a_digit(string json, bool? value) =>
        Assert.Equal(value, Reading.Json(json, PayloadValue.Boolean));
}
