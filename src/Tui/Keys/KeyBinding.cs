using VllmStream.Tui.State;

namespace VllmStream.Tui.Keys;

/// <summary>One command: its keys, its words, and when it does something.</summary>
/// <param name="Command">What is done.</param>
/// <param name="Keys">Keys as <see cref="KeyName"/> spells them; the first is the one that is shown.</param>
/// <param name="Short">For the footer; empty = not shown there.</param>
/// <param name="Text">For the help.</param>
/// <param name="Works">True when it does something now.</param>
internal sealed record KeyBinding(Command Command, string[] Keys, string Short, string Text, Func<ScreenModel, bool> Works)
{
    /// <summary>False where it only says why it does nothing: the footer has no place for such.</summary>
    public Func<ScreenModel, bool> IsOffered { get; init; } = static _ => true;
}
