using VllmStream.Profiling;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Keys;

/// <summary>Every key: footer, help, docs and what is done come from here.</summary>
internal static class KeyTable
{
    /// <summary>In the order of the help.</summary>
    public static IReadOnlyList<KeyBinding> All { get; } =
    [
        new(Command.Quit, ["q", "Ctrl-C"], "stop", "end: nothing more is sent; again: stop at once; over: leave", _ => true),
        new(Command.LeaveKeeping, ["Q"], "", "over: leave, and print this screen on the terminal", model => model.IsOver),
        new(Command.Retry, ["r"], "retry now", "look for the server at once", model => model.Data.Status is { State: RunState.Connecting }),
        new(Command.EditTarget, ["u"], "edit url", "another address of the server", model => model.IsBeforeLoad),
        new(Command.Open, ["Enter"], "open", "zoom the panel, open the row", model => model.State.View is ViewId.Overview or ViewId.Requests && !model.IsBeforeLoad),
        new(Command.Findings, ["f"], "findings", "over: what the numbers say, what to try, and what proves it", model => model.Findings.Count > 0 && !model.IsBeforeLoad),
        new(Command.Filter, ["/"], "filter", "only some requests: group:chat outcome:timeout ttft>500", model => model.State.View == ViewId.Requests),
        new(Command.Sort, ["s"], "sort", "next column to sort by", IsList),
        new(Command.Reverse, ["S"], "", "sort the other way round", IsList),
        new(Command.Raw, ["r"], "raw", "the end of a failed request's bytes, or its words", model => model.State.View is ViewId.Errors && !model.IsBeforeLoad),
        new(Command.SideA, ["a"], "side A", "next first side: this run, a mode, a group, a run of before", HasSides),
        new(Command.SideB, ["b"], "side B", "next other side", HasSides),
        new(Command.OpenRun, ["o"], "open a run", "compare with a run of before, from its file", model => model.State is { View: ViewId.Compare, Overlay: OverlayKind.None } && !model.IsBeforeLoad),
        new(Command.Back, ["Esc"], "back", "back; never ends a run", model => model.State.Overlay != OverlayKind.None || model.State.View != ViewId.Overview || model.State.Filter.Length > 0),
        new(Command.Freeze, ["space"], "freeze", "the figures stand still, or go on; the run goes on", model => !model.IsOver),
        new(Command.More, ["+", "="], "more", "a tenth more load; the report shows every level", IsLoading) { IsOffered = IsOfThisMachine },
        new(Command.Less, ["-"], "less", "a tenth less load", IsLoading) { IsOffered = IsOfThisMachine },
        new(Command.NewWindow, ["n"], "new window", "set aside what was measured, and measure anew", model => model.Data.Status is { State: RunState.Running }) { IsOffered = IsOfThisMachine },
        new(Command.View1, ["1"], "", "overview", _ => true),
        new(Command.View2, ["2"], "", "TTFT: time to first token", _ => true),
        new(Command.View3, ["3"], "", "ITL: gaps between tokens", _ => true),
        new(Command.View4, ["4"], "", "decode rate per request", _ => true),
        new(Command.View5, ["5"], "", "requests, in flight and ended", _ => true),
        new(Command.View6, ["6"], "", "errors by outcome", _ => true),
        new(Command.View7, ["7"], "", "server, GPU, and this client", _ => true),
        new(Command.View8, ["8"], "", "compare", _ => true),
        new(Command.View9, ["9"], "", "agents, where the run is spread over several", model => model.Agents.Count > 0),
        new(Command.Group, ["g"], "group", "next group; every figure is that group's", model => model.Snapshot.Groups.Count > 1),
        new(Command.AllGroups, ["G"], "", "all groups", model => model.State.Group is not null),
        new(Command.Mode, ["m"], "mode", "all requests, those streamed, those not", model => model.Snapshot.Modes.Count > 0),
        new(Command.Window, ["w"], "window", "whole run, last 10 s, last 60 s", model => !model.IsOver && HasFigures(model) && model.State.Overlay == OverlayKind.None),
        new(Command.Axis, ["l"], "log/lin", "logarithmic or linear axis", HasChart),
        new(Command.Percentiles, ["p"], "percentiles", "usual, tail (p99.9), quartiles", HasChart),
        new(Command.Define, ["d"], "define", "how the metric of this view is defined", HasChart),
        new(Command.NextPanel, ["Tab"], "panel", "next panel", model => model.State.View == ViewId.Overview && !model.IsBeforeLoad),
        new(Command.PreviousPanel, ["Shift-Tab"], "", "panel before", model => model.State.View == ViewId.Overview),
        new(Command.Up, ["Up", "k"], "", "a row up", _ => true),
        new(Command.Down, ["Down", "j"], "", "a row down", _ => true),
        new(Command.PageUp, ["PgUp"], "", "a page up", _ => true),
        new(Command.PageDown, ["PgDn"], "", "a page down", _ => true),
        new(Command.Left, ["Left"], "", "the request before", model => model.State.Overlay == OverlayKind.Timeline),
        new(Command.Right, ["Right"], "", "the request after", model => model.State.Overlay == OverlayKind.Timeline),
        new(Command.Export, ["x"], "", "write this view to a text file in the current folder", _ => true),
        new(Command.Help, ["?", "F1"], "help", "these keys", _ => true),
    ];

    /// <summary>The binding of a key that does something now; null when it has none.</summary>
    /// <remarks>A key may stand for several commands that never work at the same time.</remarks>
    public static KeyBinding? Find(string key, ScreenModel model) => All.FirstOrDefault(binding => binding.Keys.Contains(key, StringComparer.Ordinal) && binding.Works(model));

    private static bool HasFigures(ScreenModel model) => !model.IsBeforeLoad && model.State.View is ViewId.Overview or ViewId.Ttft or ViewId.Itl or ViewId.Rate;

    // What agents do is given to them before they begin; who asks all the same is told why not.
    private static bool IsOfThisMachine(ScreenModel model) => model.Agents.Count == 0;

    private static bool IsLoading(ScreenModel model) => model.Data.Status is { State: RunState.Running or RunState.Warmup };

    private static bool HasChart(ScreenModel model) => HasFigures(model) && model.State.Overlay == OverlayKind.None;

    private static bool HasSides(ScreenModel model) => model.State is { View: ViewId.Compare, Overlay: OverlayKind.None } && !model.IsBeforeLoad && Comparison.Chosen(model) is not null;

    private static bool IsList(ScreenModel model) => model.State.View is ViewId.Requests;
}
