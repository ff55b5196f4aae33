using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The second line: what is tested, and how it is loaded.</summary>
internal static class TargetLine
{
    private const int Wide = 110;

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        var group = $"group: {GroupText(model)}";
        line.TextEndingAt(0, $"{group} ", model.State.Group is null ? Ink.Dim : Ink.Here);
        var facts = line.Part(0, 1, 1, line.Columns - TextWidth.Of(group) - 4);
        if (model.Data.Run is not { } run)
        {
            facts.Text(0, 0, model.Data.Target);
            return;
        }
        var wide = line.Columns >= Wide;
        var target = wide ? run.Target : Host(run.Target);
        var parts = new List<string> { run.Model is { } name ? $"{(wide ? name : name.Split('/')[^1])} @ {target}" : target };
        if (wide && run.ServerName is { } server)
            parts.Add($"{server} {run.ServerVersion}".TrimEnd());
        if (run.Scenario is { } scenario)
            parts.Add($"scenario {scenario}");
        parts.Add(LoadText.Of(wide ? run.Load : run.Load with { Seed = null }));
        if (wide)
            parts.Add(run.Mode switch { "stream" => "streaming", "mixed" => "partly streaming", _ => "not streaming" });
        facts.Text(0, 0, string.Join("   ", parts));
    }

    private static string GroupText(ScreenModel model) =>
        model.Selection.Group ?? (model.Snapshot.Groups.Count > 1 ? $"all ({model.Snapshot.Groups.Count})" : "all");

    private static string Host(string target) => Uri.TryCreate(target, UriKind.Absolute, out var url) ? url.Authority : target;
}
