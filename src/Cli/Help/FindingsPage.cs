using System.Text;
using VllmStream.Profiling.Findings;

namespace VllmStream.Cli.Help;

/// <summary>docs/findings.md, made from the table of rules; a test compares the file with it.</summary>
internal static class FindingsPage
{
    internal static string Text()
    {
        var text = new StringBuilder($"""
            # Findings

            What the numbers of a run say in sentences: in the summary, on the screen once the run is over, in reports, and as `summary.findings`
            in NDJSON, each with its `code`, the sentence (`text`), what to try (`advice`) and the numbers it stands on (`evidence`). At most
            {Diagnosis.Most} are given, the worst first; the order is that of the table. Nothing is said without the numbers that prove it, so what needs the
            server's metrics or a GPU is silent without them. Entries whose `evidence` is null are notes on how the figures were made, and follow.
            A check may ask for them: `--check 'findings = 0'`, `--check 'findings.queueing = 0'` ([ci.md](ci.md#checks)).

            | code | said when |
            |---|---|

            """.ReplaceLineEndings("\n"));
        foreach (var rule in FindingTable.All)
            text.Append($"| `{rule.Code}` | {rule.Means} |\n");
        return text.Append("\nThe rules are in `src/Profiler/Findings/Rules`. A rule of a run is judged from its summary alone, so a report gives the same findings.\n").ToString();
    }
}
