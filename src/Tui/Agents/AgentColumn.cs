using VllmStream.Tui.State;

namespace VllmStream.Tui.Agents;

/// <summary>A column of the table of agents.</summary>
/// <param name="Name">Heading.</param>
/// <param name="Width">Columns of the screen.</param>
/// <param name="Text">What stands in it.</param>
/// <param name="LeastScreen">Screen width from which on it is shown.</param>
/// <param name="IsText">True for words, which begin at the left.</param>
internal sealed record AgentColumn(string Name, int Width, Func<AgentRow, string> Text, int LeastScreen = 0, bool IsText = false);
