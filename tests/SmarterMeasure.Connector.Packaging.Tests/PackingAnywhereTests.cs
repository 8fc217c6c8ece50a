namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>A package can be made from any copy of the sources, and says no more about it than the sources do.</summary>
public sealed class PackingAnywhereTests : IDisposable
{
    private readonly RepositoryCopy _repository = new();

    [Fact]
    public Task Without_git() => AssertPacksAsync();

    [Fact]
    public Task From_a_checkout_without_a_remote()
    {
        _repository.WriteGit(remote: null);
        return AssertPacksAsync();
    }

    [Fact]
    public Task From_a_shallow_clone_of_a_folder()
    {
        _repository.WriteGit(remote: "/srv/git/connector", shallow: true);
        return AssertPacksAsync();
    }

    private async Task AssertPacksAsync()
    {
        var output = Path.Combine(_repository.Path, "artifacts", "packages");
        await Dotnet.SucceedAsync(
            _repository.Path, "pack", "src/SmarterMeasure.Connector", "-c", "Release", "-o", output, Dotnet.WithoutAnalyzers);

        using var package = new Package(Assert.Single(Directory.GetFiles(output, "*.nupkg")));
        using var symbolPackage = new Package(Assert.Single(Directory.GetFiles(output, "*.snupkg")));
        using var symbols = new PortableSymbols(symbolPackage.Read($"{package.Library}.pdb"));
        Assert.Equal(RepositoryCopy.Address, (string?)package.Element("repository").Attribute("url"));
        Assert.All(symbols.Documents, document => Assert.StartsWith("/_", document, StringComparison.Ordinal));
    }

    public void Dispose() => _repository.Dispose();
}
