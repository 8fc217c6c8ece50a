using System.IO.Compression;
using System.Xml.Linq;

namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>A package file, as NuGet reads it.</summary>
internal sealed class Package : IDisposable
{
    private readonly ZipArchive _archive;
    private readonly XElement _metadata;

    public Package(string path)
    {
        _archive = ZipFile.OpenRead(path);
        using var nuspec = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        _metadata = XElement.Load(nuspec).Elements().First();
        Files = [.. _archive.Entries.Select(entry => entry.FullName)];
    }

    public string Id => Text("id");

    public IReadOnlyList<string> Files { get; }

    /// <summary>The one assembly that references compile against.</summary>
    public string Library => $"lib/net10.0/{Id}";

    public IEnumerable<(string Id, string? Include, string? Exclude)> Dependencies =>
        _metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(dependency => (
            (string)dependency.Attribute("id")!, (string?)dependency.Attribute("include"), (string?)dependency.Attribute("exclude")));

    public XElement Element(string name) => _metadata.Elements().Single(element => element.Name.LocalName == name);

    public string Text(string name) => Element(name).Value;

    public byte[] Read(string file)
    {
        using var content = _archive.GetEntry(file)!.Open();
        using var copy = new MemoryStream();
        content.CopyTo(copy);
        return copy.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
