using VllmStream.Tui.Drawing;
using VllmStream.Tui.Requests;
using VllmStream.Tui.State;
using VllmStream.Tui.Views;

namespace VllmStream.Tui.Keys;

/// <summary>Does what a key asks for to the choices of the person at the screen. Pure but for those.</summary>
internal static class Controller
{
    private const int Page = 10;

    /// <summary>Does it.</summary>
    /// <param name="key">Name of the key, as the table spells it; a single character is itself.</param>
    /// <param name="model">What is on the screen.</param>
    /// <param name="columns">Width of the screen.</param>
    public static Effect Press(string key, ScreenModel model, int columns)
    {
        var state = model.State;
        state.Notice = null;
        if (state.Draft is not null)
            return Typing.Press(key, state);
        if (KeyTable.Find(key, model) is not { } binding)
            return Effect.None;
        switch (binding.Command)
        {
            case Command.Quit:
                return model.IsOver ? Effect.Leave : Effect.End;
            case Command.LeaveKeeping:
                return Effect.LeaveKeeping;
            case Command.Export:
                return Effect.Export;
            case Command.Retry:
                return Effect.RetryNow;
            case Command.More:
                return Effect.More;
            case Command.Less:
                return Effect.Less;
            case Command.NewWindow:
                return Effect.NewWindow;
            case Command.Raw:
                state.Overlay = state.Overlay == OverlayKind.RawTail ? OverlayKind.None : OverlayKind.RawTail;
                break;
            case Command.Help:
                (state.Overlay, state.Row) = (state.Overlay == OverlayKind.Help ? OverlayKind.None : OverlayKind.Help, 0);
                break;
            case Command.Findings:
                (state.Overlay, state.Row) = (state.Overlay == OverlayKind.Findings ? OverlayKind.None : OverlayKind.Findings, 0);
                break;
            case Command.Define:
                state.Overlay = OverlayKind.Definition;
                break;
            case >= Command.View1 and <= Command.View9:
                Show(state, (ViewId)(binding.Command - Command.View1));
                break;
            case Command.Back:
                GoBack(state);
                break;
            case Command.Freeze:
                state.IsFrozen = !state.IsFrozen;
                break;
            case Command.Group:
                (state.Group, state.Mode) = (NextGroup(model), ModeFilter.All);
                break;
            case Command.AllGroups:
                state.Group = null;
                break;
            case Command.Window:
                state.Window = Next(state.Window);
                break;
            case Command.Axis:
                state.IsLog = !state.IsLog;
                break;
            case Command.Percentiles:
                state.Percentiles = Next(state.Percentiles);
                break;
            case Command.Filter:
                Typing.Begin(state, DraftKind.Filter, state.Filter);
                break;
            case Command.EditTarget:
                Typing.Begin(state, DraftKind.Address, model.Data.Target);
                break;
            case Command.OpenRun:
                return Effect.ChooseRun;
            case Command.SideA:
                state.SideA = Comparison.Next(model, isA: true);
                break;
            case Command.SideB:
                state.SideB = Comparison.Next(model, isA: false);
                break;
            case Command.Mode:
                (state.Mode, state.Group) = (Next(state.Mode), null);
                break;
            case Command.Sort:
                state.SortColumn = RequestColumns.After(state.SortColumn, columns);
                break;
            case Command.Reverse:
                state.SortReversed = !state.SortReversed;
                break;
            case Command.NextPanel:
                state.Panel = (state.Panel + 1) % OverviewView.PanelsFor(model, columns);
                break;
            case Command.PreviousPanel:
                state.Panel = (state.Panel + OverviewView.PanelsFor(model, columns) - 1) % OverviewView.PanelsFor(model, columns);
                break;
            case Command.Open when state.View == ViewId.Overview:
                Zoom(state, OverviewView.OpenedBy(model, columns, state.Panel));
                break;
            case Command.Open when state.View == ViewId.Requests:
                Open(model, by: 0);
                break;
            case Command.Left or Command.Right:
                Open(model, by: binding.Command == Command.Left ? -1 : 1);
                break;
            case Command.Up or Command.Down or Command.PageUp or Command.PageDown:
                state.Row = Math.Max(0, state.Row + Step(binding.Command));
                break;
        }
        return Effect.None;
    }

    /// <summary>Does what a click on a place means; a double click is Enter there.</summary>
    public static Effect Click(Spot spot, bool isDouble, ScreenModel model, int columns)
    {
        var state = model.State;
        if (state.Draft is not null)
            return Effect.None;
        state.Notice = null;
        switch (spot.Kind)
        {
            case SpotKind.View:
                Show(state, (ViewId)spot.Index);
                return Effect.None;
            case SpotKind.Panel:
                state.Panel = spot.Index;
                break;
            default:
                state.Row = spot.Index;
                break;
        }
        return isDouble ? Press("Enter", model, columns) : Effect.None;
    }

    private static int Step(Command command) => command switch
    {
        Command.Up => -1,
        Command.Down => 1,
        Command.PageUp => -Page,
        _ => Page,
    };

    private static void Zoom(ScreenState state, (ViewId View, OverlayKind Overlay) opened)
    {
        Show(state, opened.View);
        state.Overlay = opened.Overlay;
    }

    private static void Show(ScreenState state, ViewId view)
    {
        (state.View, state.Overlay, state.Row) = (view, OverlayKind.None, 0);
    }

    // The timeline of the row under the cursor, or of one beside it.
    private static void Open(ScreenModel model, int by)
    {
        var items = RequestList.Of(model).ToList();
        if (items.Count == 0)
            return;
        var state = model.State;
        var row = by == 0 ? state.Row : Math.Max(0, items.FindIndex(item => item.Id == state.OpenRequest)) + by;
        state.Row = Math.Clamp(row, 0, items.Count - 1);
        (state.OpenRequest, state.Overlay) = (items[state.Row].Id, OverlayKind.Timeline);
    }

    private static void GoBack(ScreenState state)
    {
        if (state.Overlay != OverlayKind.None)
            state.Overlay = OverlayKind.None;
        else if (state.Filter.Length > 0)
            state.Filter = "";
        else
            Show(state, ViewId.Overview);
    }

    private static string? NextGroup(ScreenModel model)
    {
        var groups = model.Snapshot.Groups;
        var at = model.State.Group is null ? -1 : groups.ToList().FindIndex(group => group.Name == model.State.Group);
        return at + 1 < groups.Count ? groups[at + 1].Name : null;
    }

    private static T Next<T>(T value)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[(Array.IndexOf(values, value) + 1) % values.Length];
    }
}
