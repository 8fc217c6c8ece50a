using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Xml.Linq;

namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>What is in the packages, and what they ask for.</summary>
public class PackageContentTests(PackedRepository packed)
{
    private const string Slot = "analyzers/dotnet/cs/";

    // What every compiler host of the .NET 10 SDK and of Visual Studio 2026 has; above it the generator would not load.
    private static readonly Dictionary<string, Version> s_compilerHost = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(5, 0, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(5, 0, 0, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(5, 0, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(5, 0, 0, 0),
        ["System.Collections.Immutable"] = new(9, 0, 0, 0),
        ["System.Composition.AttributedModel"] = new(9, 0, 0, 0),
    };

    [Fact]
    public void Every_project_of_src_and_no_other_is_a_package()
    {
        var projects = new DirectoryInfo(Path.Combine(packed.RepositoryPath, "src"))
            .EnumerateDirectories().Where(folder => folder.EnumerateFiles("*.csproj").Any()).Select(folder => folder.Name);

        Assert.Equal(projects.Order(), packed.All.Select(package => package.Id).Order());
    }

    [Fact]
    public void Every_package_introduces_itself()
    {
        Assert.All(packed.All, package =>
        {
            Assert.Equal("MIT", package.Text("license"));
            Assert.Equal("expression", (string?)package.Element("license").Attribute("type"));
            Assert.Equal("The SmarterMeasure.Connector authors", package.Text("authors"));
            Assert.Contains("smartermeasure", package.Text("tags").Split(' '));
            Assert.NotEqual("Package Description", package.Text("description"));
            Assert.Equal(RepositoryCopy.Address, (string?)package.Element("repository").Attribute("url"));
            Assert.Equal("README.md", package.Text("readme"));
            Assert.StartsWith($"# {package.Id}\n", Encoding.UTF8.GetString(package.Read("README.md")), StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Every_library_comes_with_its_documentation_and_nothing_else()
    {
        Assert.All(packed.All, package =>
        {
            Assert.Equal(
                [$"{package.Library}.dll", $"{package.Library}.xml"],
                package.Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)).Order());
            using var documentation = new MemoryStream(package.Read($"{package.Library}.xml"));
            Assert.NotEmpty(XDocument.Load(documentation).Descendants("summary"));
        });
    }

    [Fact]
    public void Every_library_has_symbols_that_lead_to_its_sources()
    {
        Assert.All(packed.All, package =>
        {
            using var symbols = new PortableSymbols(packed.SymbolsOf(package).Read($"{package.Library}.pdb"));
            Assert.True(symbols.Match(package.Read($"{package.Library}.dll")));
            Assert.Contains(
                "https://raw.githubusercontent.com/smartermeasure-connector/smartermeasure-connector/", symbols.SourceLink!, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void No_package_names_a_folder_of_the_machine_that_packed_it()
    {
        Assert.All(packed.All.Concat(packed.All.Select(packed.SymbolsOf)), package => Assert.All(package.Files, file =>
        {
            var content = package.Read(file);
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(packed.RepositoryPath)));
            Assert.Equal(-1, content.AsSpan().IndexOf(Encoding.Unicode.GetBytes(packed.RepositoryPath)));
        }));
    }

    [Fact]
    public void What_the_users_compiler_loads_is_in_the_core_package_and_in_one_slot()
    {
        var generators = new DirectoryInfo(Path.Combine(packed.RepositoryPath, "generators"))
            .EnumerateDirectories().Where(folder => folder.EnumerateFiles("*.csproj").Any()).Select(folder => $"{Slot}{folder.Name}.dll");

        Assert.Equal(generators.Order(), Analyzers(packed.Core).Order());
        Assert.All(packed.All.Where(package => package != packed.Core), package => Assert.Empty(Analyzers(package)));
    }

    [Fact]
    public void The_generator_asks_for_nothing_that_the_first_compiler_of_NET_10_lacks()
    {
        var own = Analyzers(packed.Core).Select(file => Path.GetFileNameWithoutExtension(file)).ToHashSet();
        Assert.NotEmpty(own);
        Assert.All(Analyzers(packed.Core), file => Assert.All(References(packed.Core.Read(file)), reference =>
        {
            if (own.Contains(reference.Name))
                return;

            Assert.True(s_compilerHost.TryGetValue(reference.Name, out var known), $"{file} refers to {reference.Name}.");
            Assert.True(reference.Version <= known, $"{file} refers to {reference.Name} {reference.Version}.");
        }));
    }

    [Fact]
    public void Nothing_of_the_build_is_a_dependency_of_the_user()
    {
        Assert.All(packed.All, package => Assert.DoesNotContain(
            package.Dependencies,
            dependency => dependency.Id.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal)
                || dependency.Id is "PolySharp" or "SmarterMeasure.Connector.Generators"));
    }

    [Fact]
    public void Every_dependency_on_a_package_of_ours_lets_the_generator_through()
    {
        Assert.All(packed.All, package => Assert.All(
            package.Dependencies.Where(dependency => dependency.Id.StartsWith("SmarterMeasure.", StringComparison.Ordinal)),
            dependency => Assert.Equal(("All", null), (dependency.Include, dependency.Exclude))));
    }

    private static IEnumerable<string> Analyzers(Package package) =>
        package.Files.Where(file => file.StartsWith("analyzers/", StringComparison.Ordinal));

    private static List<(string Name, Version Version)> References(byte[] assembly)
    {
        using var image = new PEReader(ImmutableArray.Create(assembly));
        var metadata = image.GetMetadataReader();
        return [.. metadata.AssemblyReferences
            .Select(metadata.GetAssemblyReference)
            .Select(reference => (metadata.GetString(reference.Name), reference.Version))];
    }
}
