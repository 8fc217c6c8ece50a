using System.Text;
using SmarterMeasure.Connector.Wire;

namespace SmarterMeasure.Connector.Tests.Wire;

internal delegate T Use<TReader, out T>(ref TReader reader)
    where TReader : struct, IPayloadReader, allows ref struct;

/// <summary>Short ways to read a text in a test.</summary>
internal static class Reading
{
    /// <summary>Reads one JSON text.</summary>
    public static T Json<T>(string json, Use<JsonPayloadReader, T> use)
    {
        var reader = new JsonPayloadReader(Encoding.UTF8.GetBytes(json));
        return use(ref reader);
    }

    /// <summary>Reads one XML text.</summary>
    public static T Xml<T>(string xml, Use<XmlPayloadReader, T> use)
    {
        var reader = new XmlPayloadReader(Encoding.UTF8.GetBytes(xml));
        return use(ref reader);
    }

    /// <summary>Passes over a whole body; null when it is well-formed.</summary>
    public static PayloadException? FaultOf(PayloadFormat format, ReadOnlySpan<byte> body)
    {
        try
        {
            if (format == PayloadFormat.Json)
            {
                var reader = new JsonPayloadReader(body);
                reader.Skip();
                reader.End();
            }
            else
            {
                var reader = new XmlPayloadReader(body);
                reader.Skip();
                reader.End();
            }

            return null;
        }
        catch (PayloadException fault)
        {
            return fault;
        }
    }

    /// <summary>The value as text, or a word for nothing.</summary>
    public static string Scalar<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct =>
        reader.ReadScalar(out var text) ? Encoding.UTF8.GetString(text) : "(nothing)";

    /// <summary>The scalars of a list, or a word for the error.</summary>
    public static string List<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var items = new List<string>();
        var shape = reader.BeginList();
        while (reader.NextItem(ref shape))
            items.Add(Scalar(ref reader));
        reader.End();
        return string.Join("|", items);
    }

    /// <summary>The members of an object as <c>name=value</c>, all scalars.</summary>
    public static string Object<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var members = new List<string>();
        if (!reader.BeginObject())
            return "(nothing)";
        while (reader.NextMember(out var name))
            members.Add(Encoding.UTF8.GetString(name) + "=" + Scalar(ref reader));
        reader.End();
        return string.Join("|", members);
    }

    /// <summary>The message of the error that reading ends with.</summary>
    public static string Fault(Func<object?> read) => Assert.Throws<PayloadException>(() => { _ = read(); }).Message;
}
