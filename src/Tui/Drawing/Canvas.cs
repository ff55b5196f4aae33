using System.Globalization;
using System.Text;
using VllmStream.Profiling.Output;

namespace VllmStream.Tui.Drawing;

/// <summary>A screen in memory: what views draw on, what tests read, what the terminal gets the changes of. One thread.</summary>
internal sealed class Canvas
{
    private readonly List<Spot> _spots = [];
    private CanvasCell[] _cells = [];

    /// <summary>A blank canvas.</summary>
    public Canvas(int rows, int columns, Glyphs glyphs)
    {
        Glyphs = glyphs;
        Resize(rows, columns);
    }

    /// <summary>Height.</summary>
    public int Rows { get; private set; }

    /// <summary>Width.</summary>
    public int Columns { get; private set; }

    /// <summary>The characters that lines and bars are made of.</summary>
    public Glyphs Glyphs { get; }

    /// <summary>All of it.</summary>
    public Area All => new(this, 0, 0, Rows, Columns);

    /// <summary>A cell.</summary>
    public CanvasCell this[int row, int column] => _cells[row * Columns + column];

    /// <summary>Makes it another size, and blank.</summary>
    public void Resize(int rows, int columns)
    {
        (Rows, Columns) = (Math.Max(0, rows), Math.Max(0, columns));
        if (_cells.Length != Rows * Columns)
            _cells = new CanvasCell[Rows * Columns];
        Clear();
    }

    /// <summary>Makes it blank.</summary>
    public void Clear()
    {
        Array.Fill(_cells, CanvasCell.Blank);
        _spots.Clear();
    }

    /// <summary>Remembers what a click at a place means.</summary>
    public void Mark(Spot spot) => _spots.Add(spot);

    /// <summary>What a click there means, the innermost; null for nothing.</summary>
    public Spot? SpotAt(int row, int column)
    {
        for (var i = _spots.Count - 1; i >= 0; i--)
        {
            var place = _spots[i].Place;
            if (row >= place.Top && row < place.Top + place.Rows && column >= place.Left && column < place.Left + place.Columns)
                return _spots[i];
        }
        return null;
    }

    /// <summary>Puts one character; outside nothing happens.</summary>
    public void Put(int row, int column, int rune, Ink ink)
    {
        if ((uint)row < (uint)Rows && (uint)column < (uint)Columns)
            _cells[row * Columns + column] = new CanvasCell(rune, ink);
    }

    /// <summary>Writes text into columns from <paramref name="from"/> up to <paramref name="to"/>; what does not fit is cut.</summary>
    /// <returns>The column after it.</returns>
    public int Write(int row, int column, int from, int to, ReadOnlySpan<char> text, Ink ink)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var (shown, width) = Shown(rune);
            if (width == 0)
                continue;
            if (column >= from && column + width <= to)
            {
                Put(row, column, shown, ink);
                if (width == 2)
                    Put(row, column + 1, 0, ink);
            }
            column += width;
        }
        return column;
    }

    /// <summary>The text, line by line, without blanks at line ends.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        for (var row = 0; row < Rows; row++)
        {
            var line = new StringBuilder(Columns);
            for (var column = 0; column < Columns; column++)
            {
                if (this[row, column].Rune is not 0 and var rune)
                    line.Append(new Rune(rune).ToString());
            }
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    // What others wrote (names of models, texts of servers) must neither drive the terminal nor break the grid.
    private (int Rune, int Width) Shown(Rune rune)
    {
        if (rune.Value is >= ' ' and < 127)
            return (rune.Value, 1);
        if (Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            return (' ', 1);
        return TextWidth.Of(rune) switch
        {
            0 => (0, 0),
            var width when Glyphs.IsAscii => ('?', width > 0 ? 1 : 0),
            var width => (rune.Value, width),
        };
    }
}
