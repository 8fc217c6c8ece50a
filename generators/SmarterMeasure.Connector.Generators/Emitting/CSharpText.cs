using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace SmarterMeasure.Connector.Generators.Emitting;

/// <summary>Pieces of C# that several emitters write.</summary>
internal static class CSharpText
{
    public const string Namespace = "SmarterMeasure.Connector.Generated";

    /// <summary>What the cursor's type has to be.</summary>
    public const string ReaderConstraint = "where TReader : struct, IPayloadReader, allows ref struct";

    /// <summary>Marks a type as generated, and hides it from other assemblies.</summary>
    public static string TypeAttributes => "[global::Microsoft.CodeAnalysis.Embedded]\n" + GeneratedCode;

    /// <summary>Marks a type as generated.</summary>
    public static readonly string GeneratedCode =
        "[global::System.CodeDom.Compiler.GeneratedCode(\"SmarterMeasure.Connector.Generators\", \""
        + typeof(CSharpText).Assembly.GetName().Version.ToString(3) + "\")]";

    public static string Utf8(string text) => SymbolDisplay.FormatLiteral(text, quote: true) + "u8";

    public static int Utf8Length(string text) => Encoding.UTF8.GetByteCount(text);

    public static string Text(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A case of a switch on a span's length.</summary>
    public static string Case(string span, string text) =>
        $"{Utf8Length(text)} when {span}.SequenceEqual({Utf8(text)})";
}
