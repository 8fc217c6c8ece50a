using SmarterMeasure.Connector.Packaging.Tests;

[assembly: AssemblyFixture(typeof(PackedRepository))]
[assembly: CollectionBehavior(DisableTestParallelization = true)] // Each test keeps every core busy by itself.

namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>
/// What <c>dotnet pack SmarterMeasure.Connector.sln</c> gives in a checkout of the repository, packed once for all tests
/// and under a version of its own, so that no package cache can answer with an earlier run's.
/// </summary>
public sealed class PackedRepository : IAsyncLifetime
{
    private readonly RepositoryCopy _repository = new();
    private readonly DirectoryInfo _packages = Directory.CreateTempSubdirectory("smc-packages-");
    private readonly List<Package> _all = [];
    private readonly List<Package> _symbols = [];

    public string Version { get; } = $"0.1.0-test.{Guid.NewGuid():N}";

    /// <summary>The folder with the packages.</summary>
    public string Source => _packages.FullName;

    /// <summary>The folder they were packed in.</summary>
    public string RepositoryPath => _repository.Path;

    internal IReadOnlyList<Package> All => _all;

    internal Package Core => Of("SmarterMeasure.Connector");

    internal Package Of(string id) => _all.Single(package => package.Id == id);

    internal Package SymbolsOf(Package package) => _symbols.Single(symbols => symbols.Id == package.Id);

    public async ValueTask InitializeAsync()
    {
        _repository.WriteGit(RepositoryCopy.Address);
        await Dotnet.SucceedAsync(
            RepositoryPath, "pack", "SmarterMeasure.Connector.sln", "-c", "Release", "-o", Source, $"-p:Version={Version}",
            Dotnet.WithoutAnalyzers);
        _all.AddRange(Directory.GetFiles(Source, "*.nupkg").Select(path => new Package(path)));
        _symbols.AddRange(Directory.GetFiles(Source, "*.snupkg").Select(path => new Package(path)));
    }

    public ValueTask DisposeAsync()
    {
        _all.ForEach(package => package.Dispose());
        _symbols.ForEach(package => package.Dispose());
        _packages.Delete(recursive: true);
        _repository.Dispose();
        return ValueTask.CompletedTask;
    }
}
