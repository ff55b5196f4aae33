using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The first line: where the run stands, how far it is, and whether its figures count.</summary>
internal static class StateLine
{
    private const int LeastGauge = 12;
    private const int MostGauge = 80;

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        line.TextEndingAt(0, "? help ", Ink.Dim);
        var facts = line.Part(0, 0, 1, line.Columns - 8);
        var column = facts.Text(0, 1, "vllmstream", Ink.Strong) + 2;
        column = facts.Text(0, column, WordOf(model.Stage), InkOf(model.Stage)) + 2;
        if (model.State.IsFrozen)
            column = facts.Text(0, column, "FROZEN", Ink.Warn) + 2;
        switch (model.Stage)
        {
            case RunStage.Running:
                DrawRunning(facts, column, model);
                break;
            default:
                facts.Text(0, column, TextOf(model), model.Stage == RunStage.Failed ? Ink.Bad : Ink.Plain);
                break;
        }
    }

    /// <summary>A stage in capitals.</summary>
    public static string WordOf(RunStage stage) => stage == RunStage.WarmUp ? "WARM-UP" : stage.ToString().ToUpperInvariant();

    private static Ink InkOf(RunStage stage) => stage switch
    {
        RunStage.Running or RunStage.Finished or RunStage.Report => Ink.Good,
        RunStage.Failed => Ink.Bad,
        _ => Ink.Warn,
    };

    private static void DrawRunning(Area line, int column, ScreenModel model)
    {
        var snapshot = model.Snapshot;
        var elapsed = ClockText.Of(snapshot.MeasuredMs ?? 0);
        column = line.Text(0, column, model.Data.PlannedMs is { } planned ? $"{elapsed}/{ClockText.Of(planned)}"
            : model.Data.PlannedRequests is { } requests ? $"{elapsed}  {snapshot.Measured} of {requests} requests"
            : elapsed) + 1;
        var badge = Badge(snapshot);
        if (badge is not null)
        {
            line.Text(0, column + 1, badge, Ink.Bad);
            return;
        }
        var warmup = model.Data.WarmupRequests is > 0 and var first && line.Columns >= 110 ? $"  warm-up {first}" : "";
        if (Progress(model) is not { } done)
            return;
        var width = Math.Min(MostGauge, line.Columns - column - 6 - warmup.Length);
        if (width >= LeastGauge)
            column = Gauge.Draw(line, 0, column, width, done) + 1;
        line.Text(0, column, $"{Figure.Percent(Math.Floor(done * 100) / 100)}{warmup}");
    }

    // A percentage that says 100 before it is over would be a lie of rounding.
    private static double? Progress(ScreenModel model) => model.Snapshot.ProgressRatio
        ?? (model.Data.PlannedMs is > 0 and var ms ? Math.Min(1, (model.Snapshot.MeasuredMs ?? 0) / ms)
            : model.Data.PlannedRequests is > 0 and var count ? Math.Min(1, (double)model.Snapshot.Measured / count) : null);

    private static string? Badge(RunSnapshot snapshot) =>
        snapshot.Client is { InvalidReasons: [var reason, ..] } ? $"NOT VALID: {reason}" : null;

    private static string TextOf(ScreenModel model)
    {
        var (data, snapshot) = (model.Data, model.Snapshot);
        return model.Stage switch
        {
            RunStage.Connecting => data.Talk.Count == 0 ? "" : data.Talk[^1],
            RunStage.Probe => "one request finds out how this server answers",
            RunStage.WarmUp => data.WarmupRequests is { } first
                ? $"{ClockText.Of(snapshot.ElapsedMs)}, {Math.Min(snapshot.WarmupRequests, first)} of {first} requests, not counted"
                : $"{ClockText.Of(snapshot.ElapsedMs)}, not counted",
            RunStage.Draining => $"{snapshot.InFlight} in flight, no new sends, q gives them up",
            RunStage.Finished => $"{Length(data.Summary!)}  {Checks(data.Summary!)}, q exits with {data.Summary!.Judgement.ExitCode}",
            RunStage.Stopped => $"after {Length(data.Summary!)}, q exits with {data.Summary!.Judgement.ExitCode}",
            RunStage.Failed => $"{data.StartFailure ?? data.Summary!.Judgement.ExitReason}{(data.Summary is { } failed ? $", q exits with {failed.Judgement.ExitCode}" : "")}",
            RunStage.Report => data.Summary is { } report ? $"{VerdictText.Of(report.Judgement.Verdict)}  {Length(report)}  {Path.GetFileName(data.File)}, q leaves" : "",
            _ => "",
        };
    }

    private static string Length(RunSummary summary) => summary.Totals.Steady is { } steady ? ClockText.Of(steady.DurationMs) : "nothing measured";

    private static string Checks(RunSummary summary) => summary.Judgement.Verdict == Verdict.NotValid
        ? $"NOT VALID: {summary.Judgement.Reason}"
        : summary.Checks.Count == 0 ? "VALID" : $"checks {summary.Checks.Count(check => check.Pass)} of {summary.Checks.Count} passed";
}
