using System.Text;
using Terminal.Gui.Drawing;
using Terminal.Gui.ViewBase;
using VllmStream.Tui.Drawing;

namespace VllmStream.Tui.Terminal;

/// <summary>Puts a canvas on the terminal: only the cells that have changed.</summary>
/// <remarks>
/// Straight into the driver's cells. Its AddStr makes 1.9 KB of garbage for every cell (grapheme enumerators, closures), and every
/// collection is a pause of the process that measures; this makes none.
/// </remarks>
internal sealed class CanvasView : View
{
    private static readonly string[] AsciiTexts = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    private readonly InkColors _colors;
    private readonly Dictionary<int, string> _texts = [];
    private CanvasCell[] _shown = [];

    /// <summary>A view over the whole terminal.</summary>
    public CanvasView(Canvas canvas, InkColors colors)
    {
        (Canvas, _colors) = (canvas, colors);
        (Width, Height, CanFocus) = (Dim.Fill(), Dim.Fill(), true);
    }

    /// <summary>What it shows.</summary>
    public Canvas Canvas { get; }

    /// <summary>Draws everything the next time: somebody else wrote on the terminal.</summary>
    public void Forget() => _shown = [];

    /// <inheritdoc/>
    // Blanks are cells of the canvas like others.
    protected override bool OnClearingViewport() => true;

    /// <inheritdoc/>
    protected override bool OnDrawingContent(DrawContext? context)
    {
        if (App?.Driver is not { Contents: { } cells } driver)
            return true;
        var (rows, columns) = (cells.GetLength(0), cells.GetLength(1));
        if (rows != Canvas.Rows || columns != Canvas.Columns)
            return true;
        var isNew = _shown.Length != rows * columns;
        if (isNew)
            _shown = new CanvasCell[rows * columns];
        var dirty = driver.GetOutputBuffer().DirtyLines;
        for (var row = 0; row < rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                var cell = Canvas[row, column];
                ref var shown = ref _shown[row * columns + column];
                if (!isNew && shown == cell)
                    continue;
                shown = cell;
                ref var target = ref cells[row, column];
                target.Grapheme = TextOf(cell.Rune);
                target.Attribute = _colors[cell.Ink];
                target.IsDirty = true;
                dirty![row] = true;
            }
        }
        return true;
    }

    // The right half of a wide character is a blank that the terminal does not get to see.
    private string TextOf(int rune)
    {
        if (rune == 0)
            return " ";
        if (rune < AsciiTexts.Length)
            return AsciiTexts[rune];
        if (!_texts.TryGetValue(rune, out var text))
            _texts[rune] = text = new Rune(rune).ToString();
        return text;
    }
}
