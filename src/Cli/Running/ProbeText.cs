using System.Globalization;
using System.Text;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Transport;
using VllmStream.Profiling;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Cli.Running;

/// <summary>A probe for a person: one line before a load, or the whole timeline of its request.</summary>
internal static class ProbeText
{
    /// <summary>One line: who answered, how fast, how it counts.</summary>
    internal static string OneLine(ProbeResult probe, RunDescription run)
    {
        var marks = probe.Record.Marks;
        var parts = new List<string> { $"probe    {run.Target}", Who(run) };
        if (Since(marks.Sent, marks.FirstToken) is { } firstToken)
            parts.Add($"first token {firstToken:0.0} ms");
        if (probe.Record.Outcome.IsSuccess())
            parts.Add(Yield(probe.Record));
        return string.Join("   ", parts);
    }

    /// <summary>Every mark of the request, and what its answer was like.</summary>
    internal static string Timeline(ProbeResult probe, RunDescription run)
    {
        var record = probe.Record;
        var marks = record.Marks;
        var text = new StringBuilder();
        text.AppendLine($"probe    {run.Target}");
        text.AppendLine($"         {Who(run)}");
        text.AppendLine($"outcome  {Words.Of(record.Outcome)}{(record.HttpStatus is { } status ? $"   HTTP {status}" : "")}");
        if (record.Error is { } error)
            text.AppendLine($"         {Visible($"{error.Kind}: {error.Message}")}");
        text.AppendLine();
        text.AppendLine("            ms   since sent");
        Mark(text, marks, marks.Connected, $"connected{Phases(record.Connect)}");
        Mark(text, marks, marks.Sent, record.ConnectionReused == true ? "sent on a kept connection" : "sent: the socket has the whole request");
        Mark(text, marks, marks.Headers, "headers");
        Mark(text, marks, marks.FirstByte, "first byte of the body");
        Mark(text, marks, marks.FirstEvent, record.RoleFirst ? "first event (role only, no token)" : "first event");
        Mark(text, marks, marks.FirstToken, "first token: TTFT");
        Mark(text, marks, marks.FirstVisible, "first visible text: TTFC");
        Mark(text, marks, marks.LastToken, "last token");
        Mark(text, marks, marks.End, "end: E2E");
        text.AppendLine();
        text.AppendLine($"tokens   prompt {Count(record.PromptTokens)}   output {Count(record.OutputTokens)} by {Source(record)}   cached {Count(record.CachedTokens)}   reasoning {Count(record.ReasoningTokens)}");
        if (record.Items is { } items)
            text.AppendLine($"list     {items} entries{(record.Dimensions is { } length ? $", the first a vector of {length}" : "")}");
        text.AppendLine($"stream   {record.Events} events in {record.Reads} reads, {record.TokenEvents} with tokens, {record.Comments} comments, {record.Bytes} bytes   {Words.Of(record.Shape.Kind)}");
        text.AppendLine($"finish   {(record.FinishReasons.Count == 0 ? "-" : string.Join(", ", record.FinishReasons.Select(reason => reason ?? "-")))}   [DONE] {(record.DoneMarker ? "yes" : "no")}");
        if (record.Warnings != StreamWarnings.None)
            text.AppendLine($"warnings {string.Join(", ", Words.OfWarnings(record.Warnings))}");
        foreach (var notice in run.Notices)
            text.AppendLine($"note     {Visible(notice)}");
        text.AppendLine();
        foreach (var finding in probe.Findings)
        {
            text.AppendLine($"{finding.Topic,-11}{Visible(finding.Text)}");
            if (finding.Advice is { } advice)
                text.AppendLine($"           -> {Visible(advice)}");
        }
        return text.ToString();
    }

    private static void Mark(StringBuilder text, in RequestMarks marks, long ticks, string name)
    {
        if (ticks == 0)
            return;
        var origin = marks.Sent == 0 ? marks.Started : marks.Sent;
        text.AppendLine(string.Create(CultureInfo.InvariantCulture, $"{Ticks.ToMs(ticks - origin),14:0.000}   {name}"));
    }

    private static string Phases(ConnectPhases phases)
    {
        var parts = new List<string>();
        Add("name", phases.DnsTicks);
        Add("tcp", phases.TcpTicks);
        Add("tls", phases.TlsTicks);
        return parts.Count == 0 ? "" : $" ({string.Join(", ", parts)})";

        void Add(string name, long ticks)
        {
            if (ticks > 0)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{name} {Ticks.ToMs(ticks):0.000} ms"));
        }
    }

    private static string Who(RunDescription run)
    {
        var server = run.ServerName is null ? "" : $"   {run.ServerName} {run.ServerVersion}".TrimEnd();
        return Visible($"{run.Model}{server}");
    }

    private static string Yield(RequestRecord record) => record switch
    {
        { Dimensions: { } length } => $"vectors of {length}",
        { Items: { } items } => $"a list of {items}",
        { TokenSource: TokenSource.None, Streaming: false } => $"{record.Bytes} bytes",
        _ => $"tokens by {Source(record)}",
    };

    private static string Source(RequestRecord record) => record.TokenSource switch
    {
        TokenSource.UsageFinal => "usage(final)",
        TokenSource.UsageContinuous => "usage(continuous)",
        TokenSource.TokenIds => "token ids",
        TokenSource.Tokenizer => "tokenizer",
        TokenSource.Chunks => "chunk count",
        _ => "nobody",
    };

    private static string Count(long? count) => count?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static double? Since(long from, long to) => from == 0 || to == 0 ? null : Ticks.ToMs(to - from);

    // What a server says must not drive the terminal.
    private static string Visible(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
