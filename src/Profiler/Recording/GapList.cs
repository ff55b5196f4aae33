using System.Buffers;

namespace VllmStream.Profiling.Recording;

/// <summary>A growing list of gaps in an array from the shared pool. A mutable struct: one owner, never copied.</summary>
internal struct GapList
{
    // Each step up doubles: an answer of 1000 tokens takes five, and ten thousand that have only begun hold 256 bytes each.
    private const int FirstCapacity = 64;

    private int[]? _items;
    private int _count;

    /// <summary>Number of gaps.</summary>
    public readonly int Count => _count;

    /// <summary>The gaps so far, in order.</summary>
    public readonly ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

    /// <summary>The array they are in; null before the first.</summary>
    public readonly int[]? Array => _items;

    /// <summary>Appends one.</summary>
    public void Add(int gap)
    {
        if (_items is null || _count == _items.Length)
            Grow();
        _items![_count++] = gap;
    }

    /// <summary>Gives the array away with its count; the list is empty afterwards.</summary>
    public int[] Release()
    {
        var items = _items ?? [];
        _items = null;
        _count = 0;
        return items;
    }

    /// <summary>Gives the array back to the pool.</summary>
    public void Clear()
    {
        if (_items is not null)
            ArrayPool<int>.Shared.Return(_items);
        _items = null;
        _count = 0;
    }

    private void Grow()
    {
        var larger = ArrayPool<int>.Shared.Rent(_items is null ? FirstCapacity : _items.Length * 2);
        _items?.CopyTo(larger, 0);
        if (_items is not null)
            ArrayPool<int>.Shared.Return(_items);
        _items = larger;
    }
}
