using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Output;

/// <summary>Findings, failures, warnings, checks.</summary>
internal static class SummaryProblems
{
    /// <summary>Columns for the text of a check: as many as the widest needs, within these.</summary>
    private const int NarrowestCheck = 23;
    private const int WidestCheck = 40;

    /// <summary>Column at which the counts of failures end.</summary>
    private const int CountEnd = 22;

    public static void Write(SummaryPage page, RunSummary summary)
    {
        if (summary.Findings.Count > 0)
        {
            page.Blank();
            for (var i = 0; i < summary.Findings.Count; i++)
            {
                page.Sentence(i == 0 ? "findings" : "", summary.Findings[i].Text);
                if (summary.Findings[i].Advice is { } advice)
                    page.Sentence("", $"try: {advice}");
            }
        }

        page.Blank();
        WriteFailures(page, summary.Totals);
        if (summary.Checks.Count > 0)
        {
            page.Blank();
            WriteChecks(page, summary.Checks);
        }
    }

    private static void WriteFailures(SummaryPage page, RunTotals totals)
    {
        var share = totals.ErrorRatio is { } ratio ? $" ({Figure.Share(ratio)})" : "";
        page.Facts("failed", $"{Figure.Count(totals.Failed)} of {Figure.Count(totals.Ok + totals.Failed)}{share}", totals.Left > 0 ? $"left as planned {Figure.Count(totals.Left)}" : null);
        foreach (var failure in totals.Failures)
        {
            var count = Figure.Count(failure.Count);
            var line = failure.Outcome + new string(' ', Math.Max(1, CountEnd - failure.Outcome.Length - count.Length)) + count;
            var left = SummaryPage.Width - SummaryPage.Indent - line.Length - 3;
            page.Line(new string(' ', SummaryPage.Indent) + (failure.Example is { } example ? $"{line}   {page.Fit(example, left)}" : line));
        }

        if (totals.Warnings.Any(warning => warning.Value > 0))
        {
            page.Facts("warnings", totals.Warnings.Where(warning => warning.Value > 0)
                .OrderByDescending(warning => warning.Value)
                .Select(warning => $"{warning.Key} {Figure.Count(warning.Value)}"));
        }
    }

    // A sentence that names figures, which must not be cut.
    private static void WriteBaseline(SummaryPage page, string start, string sentence)
    {
        if (TextWidth.Of(start) + TextWidth.Of(sentence) <= SummaryPage.Width)
        {
            page.Line(start + sentence);
            return;
        }

        page.Line(start);
        page.Sentence("", sentence);
    }

    private static void WriteChecks(SummaryPage page, IReadOnlyList<CheckResult> checks)
    {
        var width = Math.Clamp(checks.Max(check => TextWidth.Of(check.Text)) + 2, NarrowestCheck, WidestCheck);
        for (var i = 0; i < checks.Count; i++)
        {
            var check = checks[i];
            var word = check.Pass ? page.Colored("pass", 32) : page.Colored("FAIL", 31);
            var value = CheckFigure.Of(check);
            var label = (i == 0 ? "checks" : "").PadRight(SummaryPage.Indent);
            var start = $"{label}{word}  {page.Fit(check.Text, width - 1)}";
            start += new string(' ', Math.Max(0, SummaryPage.Indent + 6 + width - TextWidth.Of(start)));
            if (check.Metric == CheckMetrics.Baseline)
                WriteBaseline(page, start, value);
            else
                page.Line(start + page.Fit(value, SummaryPage.Width - TextWidth.Of(start)));
        }
    }
}
