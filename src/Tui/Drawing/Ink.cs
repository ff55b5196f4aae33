namespace VllmStream.Tui.Drawing;

/// <summary>What a piece of text is; the terminal's colours follow from it. Words say the same without any.</summary>
internal enum Ink
{
    /// <summary>Text.</summary>
    Plain,

    /// <summary>Frames, units, hints.</summary>
    Dim,

    /// <summary>Headings and figures that count.</summary>
    Strong,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Worth a look.</summary>
    Warn,

    /// <summary>A failure, or a figure not to be trusted.</summary>
    Bad,

    /// <summary>Where you are: the open view, the focused panel.</summary>
    Here,

    /// <summary>Bars of a chart.</summary>
    Bar,

    /// <summary>Bars of what is compared with the first.</summary>
    OtherBar,

    /// <summary>The row under the cursor.</summary>
    Selected,
}
