namespace VllmStream.Tui.Requests;

/// <summary>A column of the table of requests.</summary>
/// <param name="Name">Heading, and the word in filters.</param>
/// <param name="Width">Columns of the screen.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="Key">What it is sorted by, largest first; null sorts last.</param>
/// <param name="LeastScreen">Screen width from which on it is shown.</param>
/// <param name="IsText">True for words, which begin at the left.</param>
internal sealed record RequestColumn(string Name, int Width, Func<RequestItem, string> Text, Func<RequestItem, IComparable?> Key, int LeastScreen = 0, bool IsText = false);
