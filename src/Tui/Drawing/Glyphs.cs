namespace VllmStream.Tui.Drawing;

/// <summary>The characters that lines and bars are made of.</summary>
internal sealed class Glyphs
{
    /// <summary>Box lines and eighth blocks.</summary>
    public static Glyphs Blocks { get; } = new()
    {
        Horizontal = '─', Vertical = '│', TopLeft = '┌', TopRight = '┐', BottomLeft = '└', BottomRight = '┘', Tick = '┬',
        Rising = " ▁▂▃▄▅▆▇█", Filled = '█', Unfilled = '░', Pointer = '▲', Dot = '·',
    };

    /// <summary>Nothing outside ASCII.</summary>
    public static Glyphs Ascii { get; } = new()
    {
        Horizontal = '-', Vertical = '|', TopLeft = '+', TopRight = '+', BottomLeft = '+', BottomRight = '+', Tick = '+',
        Rising = " ..::++##", Filled = '#', Unfilled = '.', Pointer = '^', Dot = '.', IsAscii = true,
    };

    /// <summary>True when nothing else may be shown either.</summary>
    public bool IsAscii { get; private init; }

    /// <summary>A line.</summary>
    public int Horizontal { get; private init; }

    /// <summary>A line.</summary>
    public int Vertical { get; private init; }

    /// <summary>A corner.</summary>
    public int TopLeft { get; private init; }

    /// <summary>A corner.</summary>
    public int TopRight { get; private init; }

    /// <summary>A corner.</summary>
    public int BottomLeft { get; private init; }

    /// <summary>A corner.</summary>
    public int BottomRight { get; private init; }

    /// <summary>A mark on an axis.</summary>
    public int Tick { get; private init; }

    /// <summary>A cell that is filled from below by 0 to 8 eighths.</summary>
    public string Rising { get; private init; } = "";

    /// <summary>What is done of a progress bar.</summary>
    public int Filled { get; private init; }

    /// <summary>What is left of it.</summary>
    public int Unfilled { get; private init; }

    /// <summary>Points up at an axis.</summary>
    public int Pointer { get; private init; }

    /// <summary>A value too small for a bar.</summary>
    public int Dot { get; private init; }
}
