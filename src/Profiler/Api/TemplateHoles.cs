using System.Runtime.CompilerServices;

namespace VllmStream.Profiling.Api;

/// <summary>The places of a chunk that may differ from one to the next, in the order in which they stand.</summary>
internal struct TemplateHoles
{
    private const int Most = 4;

    private Items _items;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>One of them.</summary>
    public readonly TemplateHole this[int index] => _items[index];

    /// <summary>Puts one in its place.</summary>
    public void Add(TemplateHole hole)
    {
        var place = Count++;
        for (; place > 0 && _items[place - 1].Start > hole.Start; place--)
            _items[place] = _items[place - 1];
        _items[place] = hole;
    }

    [InlineArray(Most)]
    private struct Items
    {
        private TemplateHole _first;
    }
}
