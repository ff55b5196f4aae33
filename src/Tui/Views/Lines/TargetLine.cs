using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The second line: what is tested, and how it is loaded.</summary>
internal static class TargetLine
{
    private const int MostDetail = 6;

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        var group = model.Selection.Mode == ModeFilter.All ? $"group: {GroupText(model)}" : $"mode: {(model.Selection.Mode == ModeFilter.Streaming ? "streaming" : "non-streaming")}";
        line.TextEndingAt(0, $"{group} ", model.Selection is { Group: null, Mode: ModeFilter.All } ? Ink.Dim : Ink.Here);
        var facts = line.Part(0, 1, 1, line.Columns - TextWidth.Of(group) - 4);
        if (model.Data.Run is not { } run)
        {
            facts.Text(0, 0, model.Data.Target);
            return;
        }
        // The fullest that fits; what is left out first is what a person at the screen can do without.
        for (var detail = MostDetail; ; detail--)
        {
            var text = TextOf(run, detail);
            if (detail > 0 && TextWidth.Of(text) > facts.Columns)
                continue;
            facts.Text(0, 0, text);
            return;
        }
    }

    private static string TextOf(RunDescription run, int detail)
    {
        var target = detail >= 5 ? run.Target : Uri.TryCreate(run.Target, UriKind.Absolute, out var url) ? url.Authority : run.Target;
        var parts = new List<string> { run.Model is { } name ? $"{(detail >= 2 ? name : name.Split('/')[^1])} @ {target}" : target };
        if (detail >= 4 && run.ServerName is { } server)
            parts.Add($"{server} {run.ServerVersion}".TrimEnd());
        if (detail >= 1 && run.Scenario is { } scenario)
            parts.Add($"{(detail >= 2 ? "scenario " : "")}{scenario}");
        parts.Add(LoadText.Of(detail >= 3 ? run.Load : run.Load with { Seed = null }));
        if (detail == MostDetail)
            parts.Add(run.Mode switch { "stream" => "streaming", "mixed" => "partly streaming", "paired" => "paired", _ => "not streaming" });
        return string.Join("   ", parts);
    }

    private static string GroupText(ScreenModel model) =>
        model.Selection.Group ?? (model.Snapshot.Groups.Count > 1 ? $"all ({model.Snapshot.Groups.Count})" : "all");
}
