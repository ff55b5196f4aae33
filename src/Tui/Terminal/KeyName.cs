using Terminal.Gui.Drivers;
using Terminal.Gui.Input;

namespace VllmStream.Tui.Terminal;

/// <summary>Keys by the names that the table of commands has for them.</summary>
internal static class KeyName
{
    /// <summary>Name of a key; null for one that nothing is bound to.</summary>
    public static string? Of(Key key)
    {
        if (key.IsAlt)
            return null;
        if (key.IsCtrl)
            return key.NoCtrl == Key.C ? "Ctrl-C" : null;
        return key.NoShift.KeyCode switch
        {
            KeyCode.Esc => "Esc",
            KeyCode.Enter => "Enter",
            KeyCode.Tab => key.IsShift ? "Shift-Tab" : "Tab",
            KeyCode.Backspace => "Backspace",
            KeyCode.Space => "space",
            KeyCode.CursorUp => "Up",
            KeyCode.CursorDown => "Down",
            KeyCode.CursorLeft => "Left",
            KeyCode.CursorRight => "Right",
            KeyCode.PageUp => "PgUp",
            KeyCode.PageDown => "PgDn",
            KeyCode.F1 => "F1",
            _ => key.AsGrapheme is { Length: 1 } text ? text : null,
        };
    }
}
