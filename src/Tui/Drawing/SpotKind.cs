namespace VllmStream.Tui.Drawing;

/// <summary>What a click can meet.</summary>
internal enum SpotKind
{
    /// <summary>The name of a view.</summary>
    View,

    /// <summary>A panel of the overview.</summary>
    Panel,

    /// <summary>A row of a list.</summary>
    Row,
}
