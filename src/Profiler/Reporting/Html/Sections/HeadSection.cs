using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>What was run and what it is worth, before everything else.</summary>
internal static class HeadSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page, IReadOnlyList<PageSection> sections)
    {
        var summary = page.Summary;
        var judgement = summary.Judgement;
        var kind = judgement.Verdict switch { Verdict.Valid => "good", Verdict.Interrupted => "warn-text", _ => "bad-text" };
        to.Raw("<header>\n").Element("h1", $"{summary.Run.Model ?? "model unknown"} at {summary.Run.Target}").Raw("\n");
        to.Raw("<p>").Element($"span class=\"verdict {kind}\"", VerdictText.Of(judgement.Verdict)).Raw(" ");
        if (judgement.Reason is { } reason)
            to.Element("b", reason);
        to.Raw("</p>\n");
        to.Element("p class=\"sub\"", $"exit {judgement.ExitCode}: {judgement.ExitReason}");
        to.Element("p class=\"sub\"", string.Join(" · ", Facts(page)));
        to.Raw("<nav>");
        foreach (var section in sections)
            to.Raw($"<a href=\"#{section.Id}\">").Text(section.Title).Raw("</a> ");
        to.Raw("</nav>\n</header>\n");
    }

    private static IEnumerable<string> Facts(ReportPage page)
    {
        var run = page.Summary.Run;
        yield return $"run {run.Run}";
        yield return $"{run.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC";
        yield return SummaryHead.Measured(page.Summary);
        yield return run.Tool;
        if (page.Files.Count > 1)
            yield return $"{page.Files.Count} files merged";
    }
}
