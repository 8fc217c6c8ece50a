using System.ComponentModel;

namespace SmarterMeasure.Connector;

/// <summary>
/// Names the generated class that registers an assembly's handlers, so that <c>AddGeneratedHandlers()</c> of a program
/// finds those of the libraries it references. Emitted by the generator.
/// </summary>
/// <param name="registration">A public static class with a method <c>Register(SmarterMeasureBuilder)</c>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SmarterMeasureHandlersAttribute(Type registration) : Attribute
{
    /// <summary>The class.</summary>
    public Type Registration { get; } = registration;
}
