using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using SmarterMeasure.Connector.Generators.Model;

namespace SmarterMeasure.Connector.Generators.Parsing;

/// <summary>
/// A compilation, equal to another when both declare the same. So a keystroke in a method's body ends where the pipeline
/// begins: Roslyn's own search by attribute would bind every handler anew, as it cannot know what the edit left alone.
/// </summary>
internal sealed class Declarations : IEquatable<Declarations>
{
    private static readonly ConditionalWeakTable<object, Identity> Identities = new();

    // Weak, because the pipeline keeps the first of all equal values; what is computed from it is kept beside it.
    private readonly WeakReference<Compilation> _compilation;
    private readonly EquatableArray<FileVersion> _files;
    private readonly EquatableArray<Identity> _surroundings;

    public Declarations(Compilation compilation)
    {
        _compilation = new WeakReference<Compilation>(compilation);
        _files = compilation.SyntaxTrees
            .Select(static tree => new FileVersion(tree.FilePath, FileDeclarations.Of(tree).Checksum))
            .ToEquatableArray();
        _surroundings = compilation.References.Cast<object>()
            .Append(compilation.Options)
            .Append(compilation.AssemblyName ?? "")
            .Select(static one => Identities.GetValue(one, static _ => new Identity()))
            .ToEquatableArray();
    }

    /// <summary>The compilation, for the steps that follow at once.</summary>
    public Compilation Compilation => _compilation.TryGetTarget(out var compilation)
        ? compilation
        : throw new InvalidOperationException("The declarations were read after their compilation was gone.");

    public bool Equals(Declarations? other) =>
        other is not null && _files.Equals(other._files) && _surroundings.Equals(other._surroundings);

    public override bool Equals(object? obj) => Equals(obj as Declarations);

    public override int GetHashCode() => _files.GetHashCode();

    private readonly record struct FileVersion(string Path, string Checksum);

    /// <summary>Stands for an object without holding it.</summary>
    private sealed class Identity : IEquatable<Identity>
    {
        public bool Equals(Identity? other) => ReferenceEquals(this, other);

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => RuntimeHelpers.GetHashCode(this);
    }
}
