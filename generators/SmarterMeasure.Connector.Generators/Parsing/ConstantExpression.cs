using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Writes a parameter's default value as an expression.</summary>
internal static class ConstantExpression
{
    /// <summary>A parameter's default, so that it says which of several constructors is meant.</summary>
    public static string DefaultOf(IParameterSymbol parameter) => parameter.ExplicitDefaultValue is { } value
        ? Of(value, parameter.Type.WithoutNull())
        : $"default({parameter.Type.FullyQualified()}){(parameter.Type.IsValueType ? "" : "!")}";

    /// <param name="value">The constant, as Roslyn gives it.</param>
    /// <param name="type">The parameter's type without null.</param>
    public static string Of(object value, ITypeSymbol type)
    {
        var literal = value switch
        {
            string text => SymbolDisplay.FormatLiteral(text, quote: true),
            char letter => SymbolDisplay.FormatLiteral(letter, quote: true),
            bool truth => truth ? "true" : "false",
            decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
            double number => Floating(number.ToString("R", CultureInfo.InvariantCulture), "double", "d"),
            float number => Floating(number.ToString("R", CultureInfo.InvariantCulture), "float", "f"),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => "default",
        };

        // The cast gives enums and the smaller integers their type; where the literal has it already, none is needed.
        return value is string or bool or char or decimal or double or float or int && type.TypeKind != TypeKind.Enum
            ? literal
            : $"({type.FullyQualified()})({literal})";
    }

    private static string Floating(string literal, string type, string suffix) => literal switch
    {
        "NaN" => type + ".NaN",
        "Infinity" or "∞" => type + ".PositiveInfinity",
        "-Infinity" or "-∞" => type + ".NegativeInfinity",
        _ => literal + suffix,
    };
}
