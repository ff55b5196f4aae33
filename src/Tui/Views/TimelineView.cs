using System.Globalization;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Requests;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;

namespace VllmStream.Tui.Views;

/// <summary>One request from its schedule to its end: every mark, the gaps between its tokens, and what is known of it.</summary>
internal static class TimelineView
{
    private const int TimesEnd = 27;
    private const int BarColumn = 30;
    private const int FactsWidth = 34;

    /// <summary>Draws it.</summary>
    public static void Draw(Area area, ScreenModel model)
    {
        var item = RequestList.Of(model).FirstOrDefault(one => one.Id == model.State.OpenRequest);
        if (item is null)
        {
            Frame.Draw(area, $"request {model.State.OpenRequest}", "Esc back").Text(0, 0, model.Agents.Count > 0 ? AgentLine.NoRequests : "it has ended, and is no more among the last that are kept", Ink.Dim);
            return;
        }
        var live = item.IsLive ? model.Timeline : null;
        var times = live?.Times ?? item.Ended?.Metrics.Times;
        var gaps = live?.Gaps ?? item.Ended?.Gaps ?? GapCurve.Empty;
        var (head, rest) = area.SplitRows(1);
        head.Text(0, 1, $"request {item.Id}   {item.Group}   {item.Mode}   {item.State}   {(item.IsLive ? "age" : "took")} {Figure.Three(item.AgeMs / 1_000)} s{(item.Attempt > 1 ? $"   attempt {item.Attempt}" : "")}", item.HasFailed ? Ink.Bad : Ink.Strong);
        var (timeline, foot) = rest.SplitRows(13);
        if (times is { } marks)
            DrawMarks(Frame.Draw(timeline, "timeline, ms from the planned send", "Esc back"), marks, item);
        var (chart, facts) = foot.SplitColumns(foot.Columns - FactsWidth);
        DrawGaps(Frame.Draw(chart, "gaps between tokens, ms", $"max {Figure.Three(gaps.MaxUs / 1_000.0)}"), gaps);
        DrawFacts(Frame.Draw(facts, "facts"), item, live);
    }

    private static void DrawMarks(Area area, in RequestTimes times, RequestItem item)
    {
        var rows = new (string Name, long Us, string Text)[]
        {
            ("scheduled", 0, ""),
            ("connected", times.ConnectedUs, item.Connection == "reused" ? "a kept connection" : ""),
            ("sent", times.SentUs, item.WaitMs is > 1 and var wait ? $"{Figure.Three(wait)} ms late" : ""),
            ("headers", times.HeadersUs, ""),
            ("first byte", times.FirstByteUs, ""),
            ("first event", times.FirstEventUs, ""),
            ("first token", times.FirstTokenUs, item.TtftMs is { } ttft ? $"TTFT {Figure.Three(ttft)}" : ""),
            ("first visible", times.FirstVisibleUs, ""),
            ("last token", times.LastTokenUs, item.Note),
            ("end", times.EndUs, item.E2eMs is { } e2e ? $"E2E {Figure.Three(e2e)}" : ""),
        };
        var until = Math.Max(1, (item.AgeMs ?? 0) * 1_000);
        var width = Math.Max(0, area.Columns - BarColumn - 20);
        for (var i = 0; i < rows.Length; i++)
        {
            var (name, us, text) = rows[i];
            area.Text(i, 0, name, Ink.Dim);
            if (us == RequestTimes.Absent)
            {
                area.TextEndingAt(i, Figure.Absent, Ink.Dim, TimesEnd);
                area.Text(i, BarColumn + width + 2, name == "connected" ? text : "", Ink.Dim);
                continue;
            }
            area.TextEndingAt(i, (us / 1_000.0).ToString("0.0", CultureInfo.InvariantCulture), Ink.Plain, TimesEnd);
            var length = (int)Math.Round(Math.Clamp(us / until, 0, 1) * width);
            area.Line(i, BarColumn, length, area.Glyphs.Filled, Ink.Bar);
            area.Text(i, BarColumn + width + 2, text, item.HasFailed && name is "end" or "last token" ? Ink.Warn : Ink.Dim);
        }
    }

    private static void DrawGaps(Area area, GapCurve gaps)
    {
        if (gaps.PointsUs.Count == 0)
        {
            area.Text(0, 0, gaps.Gaps > 0 ? "the file has no gaps: record them with --record gaps" : "fewer than two tokens", Ink.Dim);
            return;
        }
        var (chart, foot) = area.SplitRows(area.Rows - 1);
        var points = gaps.PointsUs;
        var most = Math.Max(1, points.Max());
        for (var column = 0; column < chart.Columns; column++)
        {
            // Each column is the largest gap of its share, so that a stall shows at any width.
            var from = column * points.Count / chart.Columns;
            var to = Math.Max(from + 1, (column + 1) * points.Count / chart.Columns);
            var largest = 0;
            for (var i = from; i < to && i < points.Count; i++)
                largest = Math.Max(largest, points[i]);
            chart.Column(column, (double)largest / most, Ink.Bar);
        }
        foot.Line(0, 0, foot.Columns, foot.Glyphs.Horizontal);
        foot.Text(0, 0, " token 2 ", Ink.Dim);
        foot.TextEndingAt(0, $" {gaps.Gaps + 1} ", Ink.Dim);
    }

    private static void DrawFacts(Area area, RequestItem item, LiveTimeline? live)
    {
        var ended = item.Ended;
        var facts = new (string Name, string? Text)[]
        {
            ("prompt", Tokens(live?.PromptTokens ?? ended?.PromptTokens, live?.AskedTokens ?? ended?.AskedTokens)),
            ("tokens", $"{Figure.Count(item.Tokens)}{(item.MaxTokens is { } most ? $" of {most}" : "")}{(ended is not null && item.Tokens is not null ? $" {Words.Of(ended.TokenSource)}" : "")}"),
            ("events", $"{Figure.Count(live?.Events ?? ended?.Events)}  reads {Figure.Count(live?.Reads ?? ended?.Reads)}"),
            ("bytes", (live?.Bytes ?? ended?.Bytes) is { } bytes ? Figure.Size(bytes) : Figure.Absent),
            ("rate", $"{Figure.Three(item.Rate)} tok/s"),
            ("connection", item.Connection ?? Figure.Absent),
            ("status", $"{live?.HttpStatus ?? ended?.HttpStatus}"),
            ("finish", ended is { FinishReasons.Count: > 0 } ? string.Join(", ", ended.FinishReasons.Select(reason => reason ?? Figure.Absent)) : null),
            ("error", ended?.ErrorText ?? ended?.ErrorKind),
        };
        var row = 0;
        foreach (var (name, text) in facts)
        {
            if (string.IsNullOrEmpty(text))
                continue;
            area.Text(row, 0, name, Ink.Dim);
            area.Text(row++, 12, text, name == "error" ? Ink.Bad : Ink.Plain);
        }
    }

    private static string Tokens(long? counted, int? asked) => counted is not null ? $"{Figure.Count(counted)} tokens" : asked is not null ? $"{Figure.Count(asked)} asked for" : Figure.Absent;
}
