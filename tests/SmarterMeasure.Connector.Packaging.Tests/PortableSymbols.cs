using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace SmarterMeasure.Connector.Packaging.Tests;

/// <summary>A portable PDB.</summary>
internal sealed class PortableSymbols(byte[] content) : IDisposable
{
    private static readonly Guid s_sourceLink = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");

    private readonly MetadataReaderProvider _provider = MetadataReaderProvider.FromPortablePdbImage(
        ImmutableArray.Create(content));

    private MetadataReader Reader => _provider.GetMetadataReader();

    /// <summary>The Source Link map, or null when there is none.</summary>
    public string? SourceLink => Reader.CustomDebugInformation
        .Select(Reader.GetCustomDebugInformation)
        .Where(information => Reader.GetGuid(information.Kind) == s_sourceLink)
        .Select(information => Encoding.UTF8.GetString(Reader.GetBlobBytes(information.Value)))
        .SingleOrDefault();

    public IEnumerable<string> Documents =>
        Reader.Documents.Select(document => Reader.GetString(Reader.GetDocument(document).Name));

    /// <summary>Whether these are the symbols of that very assembly.</summary>
    public bool Match(byte[] assembly)
    {
        using var image = new PEReader(ImmutableArray.Create(assembly));
        var link = image.ReadDebugDirectory().First(entry => entry.Type == DebugDirectoryEntryType.CodeView);
        return image.ReadCodeViewDebugDirectoryData(link).Guid == new Guid(Reader.DebugMetadataHeader!.Id.AsSpan()[..16]);
    }

    public void Dispose() => _provider.Dispose();
}
