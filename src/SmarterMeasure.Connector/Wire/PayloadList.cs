using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SmarterMeasure.Connector.Wire;

/// <summary>
/// Gathers the items of a list whose length is not known beforehand; used by generated readers. Up to eight wait on the
/// stack, so that most lists allocate just what they end up as.
/// </summary>
/// <typeparam name="T">The items' type.</typeparam>
public ref struct PayloadList<T>
{
    private const int Few = 8;

    private Slots _few;
    private T[]? _many;
    private int _count;

    /// <summary>Whether there is a list, be it empty.</summary>
    public bool IsGiven { get; private set; }

    /// <summary>Enters a list.</summary>
    /// <returns>As <see cref="IPayloadReader.BeginList"/>.</returns>
    public ListShape Begin<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        IsGiven = true;
        return reader.BeginList();
    }

    /// <summary>Enters a list that stays null for JSON's null and XML's <c>xsi:nil</c>.</summary>
    /// <inheritdoc cref="Begin"/>
    public ListShape BeginOrNull<TReader>(ref TReader reader)
        where TReader : struct, IPayloadReader, allows ref struct
    {
        var start = reader;
        var shape = reader.BeginList();
        IsGiven |= shape != ListShape.Done || start.ReadScalar(out _);
        return shape;
    }

    /// <summary>Adds an item.</summary>
    public void Add(T item)
    {
        IsGiven = true;
        if (_count < Few)
        {
            _few[_count++] = item;
            return;
        }

        if (_many is null)
            Array.Resize(ref _many, 4 * Few);
        else if (_count == _many.Length)
            Array.Resize(ref _many, 2 * _count);
        if (_count == Few)
            ((ReadOnlySpan<T>)_few).CopyTo(_many);
        _many[_count++] = item;
    }

    /// <summary>The items; empty when there is no list.</summary>
    public readonly T[] ToArray() => Items.ToArray();

    /// <summary>The items, or null when there is no list.</summary>
    public readonly T[]? ToArrayOrNull() => IsGiven ? Items.ToArray() : null;

    /// <summary>The items; empty when there is no list.</summary>
    public readonly List<T> ToList()
    {
        var list = new List<T>(_count);
        CollectionsMarshal.SetCount(list, _count);
        Items.CopyTo(CollectionsMarshal.AsSpan(list));
        return list;
    }

    /// <summary>The items, or null when there is no list.</summary>
    public readonly List<T>? ToListOrNull() => IsGiven ? ToList() : null;

    /// <summary>The different items; empty when there is no list.</summary>
    public readonly HashSet<T> ToSet()
    {
        var set = new HashSet<T>(_count);
        foreach (var item in Items)
            set.Add(item);
        return set;
    }

    /// <summary>The different items, or null when there is no list.</summary>
    public readonly HashSet<T>? ToSetOrNull() => IsGiven ? ToSet() : null;

    [UnscopedRef]
    private readonly ReadOnlySpan<T> Items => _count <= Few ? ((ReadOnlySpan<T>)_few)[.._count] : _many.AsSpan(0, _count);

    [InlineArray(Few)]
    private struct Slots
    {
        private T _first;
    }
}
