using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>Target, model, load, and what came of it in counts and throughput.</summary>
internal static class FactSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        to.BeginTable("facts");
        foreach (var (name, value) in Run(page.Summary.Run).Concat(Load(page.Summary)).Concat(Throughput(page.Summary)))
        {
            if (value is not null)
                to.Row(name, value);
        }

        foreach (var notice in page.Summary.Run.Notices)
            to.Row("notice", notice);
        foreach (var finding in page.Details?.Probe?.Findings ?? [])
            to.Row($"probe: {finding.Topic}", finding.Advice is { } advice ? $"{finding.Text}; try: {advice}" : finding.Text);
        to.EndTable();
    }

    private static IEnumerable<(string Name, string? Value)> Run(RunDescription run)
    {
        yield return ("target", run.Target);
        yield return ("model", run.Model ?? "- (nobody named one)");
        yield return ("server", run.ServerName is null ? "- (it does not say what it is)" : $"{run.ServerName} {run.ServerVersion}".TrimEnd());
        yield return ("scenario", run.Scenario);
        yield return ("answers", run.Mode switch { "stream" => "streaming", "mixed" => "partly streaming", "paired" => "streaming and not, in pairs", _ => "not streaming" });
    }

    private static IEnumerable<(string Name, string? Value)> Load(RunSummary summary)
    {
        var totals = summary.Totals;
        yield return ("load", LoadText.Of(summary.Run.Load));
        yield return ("achieved", totals.Steady?.SentPerS is { } achieved ? $"{Figure.Three(achieved)} requests/s sent" : "- (nothing measured)");
        yield return ("in flight", totals.InFlightP50 is null ? "- (several files, or nothing measured)" : $"p50 {Figure.Count(totals.InFlightP50)}, max {Figure.Count(totals.InFlightMax)}");
        yield return ("requests", $"{Figure.Count(totals.Ok)} ok, {Figure.Count(totals.Failed)} failed{(totals.ErrorRatio is { } ratio ? $" ({Figure.Share(ratio)})" : "")}{Also(", left as planned ", totals.Left)}{Also(", warm-up ", totals.WarmupRequests)}{Also(", retries ", totals.Retries)}{Also(", dropped ", summary.Abandoned ?? 0)}");
        yield return ("connections", $"{Figure.Count(totals.ConnectionsNew)} requests on a new one, {Figure.Count(totals.ConnectionsReused)} on a kept one");
    }

    private static IEnumerable<(string Name, string? Value)> Throughput(RunSummary summary)
    {
        var totals = summary.Totals;
        yield return ("token source", SummaryHead.TokenSourceText(totals.TokenSource));
        yield return ("throughput, steady", Stretch(totals.Steady));
        yield return ("throughput, whole run", Stretch(totals.Whole));
        yield return ("objectives", totals.Goodput is { } goodput
            ? $"{string.Join(' ', summary.Run.Slo.Select(term => term.Text))}: met by {Figure.Share(goodput.MetRatio)} of {Figure.Count(goodput.Of)}, goodput {Figure.Three(goodput.RequestsPerS)} requests/s"
            : null);
        var shape = totals.StreamShape;
        yield return ("stream", $"{shape.Verdict}: {Figure.Count(shape.Streamed)} streamed, {Figure.Count(shape.Batched)} batched, {Figure.Count(shape.Buffered)} buffered, {Figure.Count(shape.Unknown)} not judged");
        yield return ("likely", shape.LikelyCause);
    }

    private static string Stretch(ThroughputFigures? figures) => figures is null
        ? "- (nothing measured)"
        : $"{Figure.Three(figures.OutputTokensPerS)} output tokens/s, {Figure.Three(figures.InputTokensPerS)} input tokens/s, {Figure.Three(figures.RequestsPerS)} requests/s over {Figure.Clock(figures.DurationMs)}";

    private static string Also(string name, long count) => count > 0 ? name + Figure.Count(count) : "";
}
