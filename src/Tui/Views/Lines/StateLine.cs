using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;

namespace VllmStream.Tui.Views.Lines;

/// <summary>The first line: where the run is, how far, and whether its figures count.</summary>
internal static class StateLine
{
    private const int LeastGauge = 12;
    private const int MostGauge = 80;
    private const int Wide = 110;

    /// <summary>Draws it.</summary>
    public static void Draw(Area line, ScreenModel model)
    {
        line.TextEndingAt(0, "? help ", Ink.Dim);
        var facts = line.Part(0, 0, 1, line.Columns - 8);
        var column = facts.Text(0, 1, "vllmstream", Ink.Strong) + 2;
        column = facts.Text(0, column, WordOf(model), InkOf(model)) + 2;
        if (model.State.IsFrozen && !model.IsOver)
            column = facts.Text(0, column, "FROZEN", Ink.Warn) + 2;
        if (model.Data.Status is { State: RunState.Running } running)
            DrawRunning(facts, column, model, running);
        else
            facts.Text(0, column, TextOf(model), model.Stage == RunState.Failed ? Ink.Bad : Ink.Plain);
    }

    /// <summary>The state in capitals.</summary>
    public static string WordOf(ScreenModel model) => model.IsReport ? "REPORT" : model.Stage switch
    {
        RunState.Warmup => "WARM-UP",
        var state => state.ToString().ToUpperInvariant(),
    };

    private static Ink InkOf(ScreenModel model) => model.Stage switch
    {
        RunState.Running or RunState.Finished => Ink.Good,
        RunState.Failed => Ink.Bad,
        _ => Ink.Warn,
    };

    private static void DrawRunning(Area line, int column, ScreenModel model, RunStatus status)
    {
        var elapsed = ClockText.Of(status.MeasuredMs ?? 0);
        column = line.Text(0, column, status.PlannedMs is { } planned ? $"{elapsed}/{ClockText.Of(planned)}"
            : status.PlannedRequests is { } requests ? $"{elapsed}  {Figure.Count(model.Snapshot.Measured)} of {Figure.Count(requests)} requests"
            : elapsed) + 1;
        if (Badge(model) is { } badge)
        {
            line.Text(0, column + 1, badge, Ink.Bad);
            return;
        }
        // It is over, but not as if it had never been.
        if (model.Snapshot.ServerLost is { UntilMs: { } until } lost)
            column = line.Text(0, column + 1, $"SERVER WAS LOST {Figure.Three((until - lost.FromMs) / 1_000)} s", Ink.Warn) + 1;
        if (status.ProgressRatio is not { } done)
            return;
        var warmup = line.Columns >= Wide && model.Snapshot.WarmupRequests is > 0 and var first ? $"   warm-up {Figure.Count(first)}" : "";
        var width = Math.Min(MostGauge, line.Columns - column - 6 - warmup.Length);
        if (width >= LeastGauge)
            column = Gauge.Draw(line, 0, column, width, done) + 1;
        // A percentage that says 100 before it is over would be a lie of rounding.
        line.Text(0, column, $"{Figure.Percent(Math.Floor(done * 100) / 100)}{warmup}");
    }

    private static string? Badge(ScreenModel model)
    {
        var snapshot = model.Snapshot;
        if (snapshot.ServerLost is { UntilMs: null } lost)
            return $"SERVER LOST {Figure.Three((snapshot.ElapsedMs - lost.FromMs) / 1_000)} s, {lost.Kind} x{Figure.Count(lost.Attempts)}";
        return snapshot.InvalidReasons is [var reason, ..] ? $"NOT VALID: {reason}" : null;
    }

    private static string TextOf(ScreenModel model)
    {
        if (model.Data.Status is not { } status)
            return model.Data.Summary is { } report ? $"{VerdictText.Of(report.Judgement.Verdict)}  {Length(report)}  {Path.GetFileName(model.Data.File)}, q leaves" : "";
        return status.State switch
        {
            RunState.Connecting => ConnectingText(status),
            RunState.Probe => status.ProbeFirstTokenMs is { } first ? $"one request: first token {Figure.Time(first)}" : "one request finds out how this server answers",
            RunState.Warmup => status.WarmupRequests is { } requests
                ? $"{ClockText.Of(status.WarmupMs ?? 0)}, {Math.Min(model.Snapshot.WarmupRequests, requests)} of {requests} requests, not counted"
                : $"{ClockText.Of(status.WarmupMs ?? 0)}, not counted",
            RunState.Draining => $"{status.InFlight} in flight, no new sends{(status.CutInMs is { } cut ? $", cut in {ClockText.Of(cut)}" : "")}, q gives them up",
            RunState.Finished => $"{Length(model.Data.Summary)}  q exits with {status.ExitCode}: {Checks(model.Data.Summary)}",
            RunState.Stopped => $"{Length(model.Data.Summary)}  q exits with {status.ExitCode}",
            RunState.Failed => $"q exits with {status.ExitCode}: {status.Failure?.Text ?? model.Data.Summary?.Judgement.ExitReason}",
            _ => "",
        };
    }

    private static string ConnectingText(RunStatus status) => status.Reach switch
    {
        null => "",
        { Attempt: var attempt } when status.NextAttemptInMs is { } next => $"attempt {attempt}, next in {Math.Ceiling(next / 1_000):0} s",
        { Attempt: var attempt } => $"attempt {attempt}",
    };

    private static string Length(RunSummary? summary) => summary?.Totals.Steady is { } steady ? ClockText.Of(steady.DurationMs) : "nothing measured";

    private static string Checks(RunSummary? summary) => summary switch
    {
        null => "",
        { Judgement: { Verdict: Verdict.NotValid } judgement } => $"NOT VALID: {judgement.Reason}",
        { Checks: { Count: > 0 } checks } => $"checks {checks.Count(check => check.Pass)} of {checks.Count} passed",
        _ => "VALID",
    };
}
