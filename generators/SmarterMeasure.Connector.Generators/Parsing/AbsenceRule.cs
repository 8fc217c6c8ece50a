using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// Decides what becomes of a member that the payload lacks or gives as nothing; the two are the same, because the vendor
/// writes null in several ways. In this order:
/// <list type="number">
/// <item>A member that is <c>required</c> or has <c>[JsonRequired]</c> goes by the last two rules only.</item>
/// <item>A constructor parameter with a default value takes that value.</item>
/// <item>An optional property keeps what its initializer or the constructor's body gave it. An init accessor is then
/// called after construction: an object initializer would always assign. In a referenced assembly initializers cannot
/// be seen: there only members that are neither nullable nor collections keep theirs.</item>
/// <item>An optional property of a value type is its default.</item>
/// <item>A nullable member is null, a collection is empty.</item>
/// <item>Everything else is an error.</item>
/// </list>
/// </summary>
internal static class AbsenceRule
{
    public static (Absence Absence, string? Default) OfParameter(
        IParameterSymbol parameter, IPropertySymbol property, ValueModel value)
    {
        if (WireNames.IsRequired(property))
            return (Required(value), null);
        if (parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: { } constant })
            return (Absence.Default, ConstantExpression.Of(constant, parameter.Type.WithoutNull()));
        if (parameter.HasExplicitDefaultValue && value is { IsValueType: true, IsNullable: false } and not ListValue)
            return (Absence.Default, "default");
        return (Required(value), null);
    }

    public static (Absence Absence, string? Default, Placement Placement) OfProperty(
        IPropertySymbol property, ValueModel value, IMethodSymbol constructor)
    {
        if (WireNames.IsRequired(property))
            return (Required(value), null, Placement.ObjectInitializer);

        var absence = Required(value);
        if (Keeps(property, constructor, absence))
        {
            if (property.SetMethod is { IsInitOnly: false })
                return (Absence.Keep, null, Placement.Setter);

            // An accessor of a generic type has no such caller.
            if (!property.ContainingType.IsGenericType)
                return (Absence.Keep, null, Placement.InitAccessor);
        }

        return absence == Absence.Missing && value.IsValueType
            ? (Absence.Default, "default", Placement.ObjectInitializer)
            : (absence, null, Placement.ObjectInitializer);
    }

    private static Absence Required(ValueModel value) =>
        value.IsNullable ? Absence.Null
        : value is ListValue or MapValue ? Absence.Empty
        : Absence.Missing;

    private static bool Keeps(IPropertySymbol property, IMethodSymbol constructor, Absence absence)
    {
        if (property.DeclaringSyntaxReferences.IsEmpty)
            return absence == Absence.Missing;

        // A constructor's body may set anything; so may an accessor's.
        if (constructor.DeclaringSyntaxReferences.Any(static one => one.GetSyntax() is ConstructorDeclarationSyntax))
            return true;
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is PropertyDeclarationSyntax syntax && (HasBody(syntax) || GivesValue(syntax.Initializer?.Value)))
                return true;
        }

        return false;
    }

    private static bool HasBody(PropertyDeclarationSyntax property) =>
        property.ExpressionBody is not null
        || property.AccessorList?.Accessors.Any(static one => one.Body is not null || one.ExpressionBody is not null) == true;

    // [] is what an absent collection is anyway; null! and default! only silence the compiler.
    private static bool GivesValue(ExpressionSyntax? initializer) => initializer switch
    {
        null => false,
        PostfixUnaryExpressionSyntax suppressed => GivesValue(suppressed.Operand),
        CollectionExpressionSyntax collection => collection.Elements.Count > 0,
        LiteralExpressionSyntax literal => literal.Token.Text is not ("null" or "default"),
        _ => true,
    };
}
