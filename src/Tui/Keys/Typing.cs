using VllmStream.Tui.State;

namespace VllmStream.Tui.Keys;

/// <summary>What keys do while something is typed: letters are letters.</summary>
internal static class Typing
{
    /// <summary>Begins.</summary>
    public static void Begin(ScreenState state, DraftKind kind, string text) => (state.DraftKind, state.Draft) = (kind, text);

    /// <summary>Does what a key means.</summary>
    public static Effect Press(string key, ScreenState state)
    {
        switch (key)
        {
            case "Ctrl-C":
                state.Draft = null;
                return Effect.End;
            case "Esc":
                state.Draft = null;
                break;
            case "Enter":
                return Finish(state);
            case "Backspace":
                state.Draft = state.Draft!.Length == 0 ? "" : state.Draft[..^1];
                break;
            case "Up" or "Down" when state.DraftKind == DraftKind.RunFile:
                Walk(state, key == "Up" ? -1 : 1);
                break;
            case "space":
                state.Draft += " ";
                break;
            default:
                state.Draft += key.Length == 1 ? key : "";
                break;
        }
        return Effect.None;
    }

    private static Effect Finish(ScreenState state)
    {
        var text = state.Draft!.Trim();
        state.Draft = null;
        if (state.DraftKind == DraftKind.Filter)
        {
            (state.Filter, state.Row) = (text, 0);
            return Effect.None;
        }
        state.Typed = text;
        return text.Length == 0 ? Effect.None : state.DraftKind == DraftKind.Address ? Effect.ChangeTarget : Effect.OpenRun;
    }

    private static void Walk(ScreenState state, int by)
    {
        if (state.RunFiles.Count == 0)
            return;
        var at = state.RunFiles.ToList().IndexOf(state.Draft!);
        state.Draft = state.RunFiles[at < 0 ? 0 : (at + by + state.RunFiles.Count) % state.RunFiles.Count];
    }
}
