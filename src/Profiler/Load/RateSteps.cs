namespace VllmStream.Profiling.Load;

/// <summary>A rate that is changed now and then: when so many requests are due. Changed by one thread at a time, read by any.</summary>
/// <remarks>Each request keeps its place in units of the mean gap; a change only says how long the gaps behind it are.</remarks>
internal sealed class RateSteps(double perSecond)
{
    private volatile Piece[] _pieces = [new Piece(0, 0, perSecond)];

    /// <summary>Seconds from the start at which a place is reached.</summary>
    public double SecondsAt(double position)
    {
        var pieces = _pieces;
        var i = pieces.Length - 1;
        while (i > 0 && position < pieces[i].FromPosition)
            i--;
        return pieces[i].FromSeconds + (position - pieces[i].FromPosition) / pieces[i].PerSecond;
    }

    /// <summary>From a time on, which is not before the last change, there are so many requests per second.</summary>
    public void Change(double atSeconds, double perSecond)
    {
        var last = _pieces[^1];
        _pieces = [.. _pieces, new Piece(atSeconds, last.FromPosition + (atSeconds - last.FromSeconds) * last.PerSecond, perSecond)];
    }

    private readonly record struct Piece(double FromSeconds, double FromPosition, double PerSecond);
}
