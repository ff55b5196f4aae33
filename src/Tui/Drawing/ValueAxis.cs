using System.Globalization;

namespace VllmStream.Tui.Drawing;

/// <summary>Values along a number of columns, logarithmic or linear.</summary>
internal sealed class ValueAxis
{
    // Between these a decade is divided where there is room for it.
    private static readonly double[] Steps = [1, 1.5, 2, 3, 4, 6, 8];

    private readonly double _from;
    private readonly double _to;
    private readonly int _columns;

    private ValueAxis(double from, double to, int columns, bool isLog) => (_from, _to, _columns, IsLog) = (from, to, columns, isLog);

    /// <summary>True for one that is logarithmic.</summary>
    public bool IsLog { get; }

    /// <summary>An axis on which all values have a place, with some air around them.</summary>
    /// <param name="low">Smallest value.</param>
    /// <param name="high">Largest value.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="wantsLog">True for a logarithmic one; values at 0 make it linear.</param>
    public static ValueAxis Over(double low, double high, int columns, bool wantsLog)
    {
        if (wantsLog && low > 0)
        {
            // Less than a fifth of span would be all noise: an axis has its own least width.
            var span = Math.Max(high / low, 1.2);
            var air = Math.Pow(span, 0.04);
            return new ValueAxis(low / air, low * span * air, columns, isLog: true);
        }
        var width = Math.Max(high - low, Math.Max(Math.Abs(high) * 0.1, 1e-6));
        return new ValueAxis(Math.Max(0, low - 0.04 * width), low + 1.04 * width, columns, isLog: false);
    }

    /// <summary>Column of a value; beyond the ends for one outside.</summary>
    public int ColumnOf(double value)
    {
        var share = IsLog
            ? Math.Log(Math.Max(value, double.Epsilon) / _from) / Math.Log(_to / _from)
            : (value - _from) / (_to - _from);
        return (int)Math.Floor(Math.Clamp(share, -1, 2) * _columns);
    }

    /// <summary>Round values and where they stand, far enough from each other for their texts.</summary>
    public IReadOnlyList<(int Column, string Text)> Marks(int apart)
    {
        var marks = new List<(int, string)>();
        var free = 0;
        foreach (var value in IsLog ? LogValues(apart) : LinearValues(apart))
        {
            var column = ColumnOf(value);
            if (column < 0 || column >= _columns)
                continue;
            var text = TextOf(value);
            var start = column - text.Length / 2;
            if (start < free || start + text.Length > _columns)
                continue;
            marks.Add((column, text));
            free = start + text.Length + 1;
        }
        return marks;
    }

    private IEnumerable<double> LogValues(int apart)
    {
        // As fine as there is room: whole decades only, or with their divisions.
        var decades = Math.Log10(_to / _from);
        var perDecade = _columns / Math.Max(decades, 1e-9) / apart;
        var steps = perDecade >= Steps.Length ? Steps : perDecade >= 3 ? [1, 2, 4] : perDecade >= 2 ? [1, 3] : (double[])[1];
        if (decades < 0.5)
            return LinearValues(apart);
        return Enumerable.Range((int)Math.Floor(Math.Log10(_from)), (int)Math.Ceiling(decades) + 2).SelectMany(decade => steps.Select(step => step * Math.Pow(10, decade)));
    }

    private IEnumerable<double> LinearValues(int apart)
    {
        var rough = (_to - _from) / Math.Max(1, _columns / apart);
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = magnitude * (rough / magnitude) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        for (var value = Math.Ceiling(_from / step) * step; value <= _to; value += step)
            yield return value;
    }

    private static string TextOf(double value) => value switch
    {
        >= 10_000 => $"{Short(value / 1_000)}k",
        _ => Short(value),
    };

    private static string Short(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
