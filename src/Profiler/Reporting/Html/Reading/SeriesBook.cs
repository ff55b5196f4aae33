namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>A line over time that never has more than some hundred points: when there are too many, two neighbours become one. One thread.</summary>
/// <remarks>
/// So a run of any length is read in one pass and bounded memory, and every point but the last holds equally many lines of the file.
/// </remarks>
internal sealed class SeriesBook(params MergeRule[] rules)
{
    /// <summary>Points that a chart has room for.</summary>
    public const int MostPoints = 300;

    private readonly List<SeriesPoint> _points = [];

    /// <summary>The points in order of time.</summary>
    public IReadOnlyList<SeriesPoint> Points => _points;

    /// <summary>Lines of the file in each point, but for the last, which may have fewer.</summary>
    public int LinesPerPoint { get; private set; } = 1;

    /// <summary>Adds a line of the file.</summary>
    /// <param name="fromMs">Start, milliseconds since run start.</param>
    /// <param name="toMs">End; the same for a look at an instant.</param>
    /// <param name="values">A value for each channel.</param>
    public void Add(double fromMs, double toMs, params ReadOnlySpan<double?> values)
    {
        // A look has no length; looks weigh the same.
        var weight = toMs > fromMs ? toMs - fromMs : 1;
        var weights = new double[values.Length];
        for (var i = 0; i < weights.Length; i++)
            weights[i] = values[i] is null ? 0 : weight;
        var point = new SeriesPoint(fromMs, toMs, 1, values.ToArray(), weights);
        if (_points.Count > 0 && _points[^1].Lines < LinesPerPoint)
            _points[^1] = _points[^1].With(point, rules);
        else
            _points.Add(point);
        if (_points.Count > MostPoints)
            Halve();
    }

    private void Halve()
    {
        LinesPerPoint *= 2;
        var kept = 0;
        for (var i = 0; i < _points.Count; i += 2)
            _points[kept++] = i + 1 < _points.Count ? _points[i].With(_points[i + 1], rules) : _points[i];
        _points.RemoveRange(kept, _points.Count - kept);
    }
}
