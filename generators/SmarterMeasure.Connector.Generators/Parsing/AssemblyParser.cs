using System.Text;
using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>Looks at the assembly itself and at those it references, but at no type of theirs.</summary>
internal static class AssemblyParser
{
    private const string Library = "SmarterMeasure.Connector";

    public static AssemblyModel Parse(Compilation compilation) => new(
        compilation.GetTypeByMetadataName(Library + ".SmarterMeasureBuilder") is not null,
        RegistrationName(compilation.AssemblyName ?? ""),
        compilation.SourceModule.ReferencedAssemblySymbols
            .Where(static assembly => assembly.Modules.First().ReferencedAssemblies.Any(static one => one.Name == Library))
            .Select(static assembly => assembly.Attribute(Library, "SmarterMeasureHandlersAttribute"))
            .Select(static attribute => attribute is { ConstructorArguments: [{ Value: INamedTypeSymbol type }] } ? type : null)
            .OfType<INamedTypeSymbol>()
            .Select(static type => type.FullyQualified())
            .OrderBy(static name => name, StringComparer.Ordinal)
            .ToEquatableArray());

    /// <summary><c>Acme.Results</c> gives <c>Acme_ResultsHandlers</c>; no two assemblies give the same.</summary>
    private static string RegistrationName(string assemblyName)
    {
        var name = new StringBuilder(assemblyName.Length + 8);
        foreach (var letter in assemblyName)
        {
            if (letter is '.' or '_')
                name.Append(letter == '.' ? "_" : "__");
            else if (char.IsLetterOrDigit(letter))
                name.Append(letter);
            else
                name.Append("_x").Append(((int)letter).ToString("X4")).Append('_');
        }

        return (name.Length == 0 || char.IsDigit(name[0]) ? "_" : "") + name + "Handlers";
    }
}
