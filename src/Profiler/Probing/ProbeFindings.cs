using System.Globalization;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Probing;

/// <summary>Reads a probe as a doctor would: what is so, and where something is wrong with it, what to do. Pure.</summary>
internal sealed class ProbeFindings
{
    // A role chunk this long before the first token makes tools that count it report another TTFT.
    private const double EarlyRoleMs = 2;

    // Date has whole seconds, and an answer takes its time.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(3);

    private readonly List<ProbeFinding> _findings = [];
    private readonly RequestRecord _record;
    private readonly RequestMarks _marks;

    private ProbeFindings(RequestRecord record) => (_record, _marks) = (record, record.Marks);

    /// <summary>What a probe says, most basic things first.</summary>
    /// <param name="probe">Its request.</param>
    /// <param name="facts">What the server says about itself; null when it was not asked.</param>
    /// <param name="options">What the run will ask.</param>
    /// <param name="model">The model that was asked.</param>
    /// <param name="machine">This machine.</param>
    public static IReadOnlyList<ProbeFinding> Of(ProbeResult probe, ServerFacts? facts, RunOptions options, string model, MachineFacts machine)
    {
        var findings = new ProbeFindings(probe.Record);
        findings.Server(facts);
        if (probe.IsUsable)
        {
            findings.Stream();
            findings.RoleChunk();
            findings.Tokens(probe.Refused, options.Tokenizer is not null);
            findings.Fields(probe.Refused);
            findings.Warnings();
        }
        findings.Context(facts, options.Workload, model);
        findings.Clock(facts, machine);
        findings.Machine(options, machine);
        return findings._findings;
    }

    private void Server(ServerFacts? facts)
    {
        if (facts is null)
            return;
        Add("server", facts.Name is null ? "the server does not name itself" : $"{facts.Name} {facts.Version}".TrimEnd());
    }

    private void Stream()
    {
        if (!_record.Streaming)
        {
            Add("stream", "whole answers were asked for: they have E2E, and no TTFT");
            return;
        }
        var first = Ms(_marks.Sent, _marks.FirstToken);
        var (text, advice) = (_record.Outcome, _record.Shape.Kind) switch
        {
            (Outcome.NotStreamed, _) => ("a stream was asked for and one JSON document came: it has E2E, and no TTFT", "--mode nonstream, or have the server stream"),
            (_, StreamShapeKind.Buffered) => ($"the whole answer came in one burst, {first} ms after the send: something on the way holds it back, and TTFT is its time",
                "ask the server without the proxy; nginx: proxy_buffering off, or the answer's header X-Accel-Buffering: no"),
            (_, StreamShapeKind.Batched) => ($"tokens come in bursts of {_record.Shape.BurstEvents} every {Number(_record.Shape.PeriodUs / 1_000.0)} ms, so gaps between them are those of whoever gathers them", "vLLM: --stream-interval 1; a proxy: no buffering and no compression"),
            (_, StreamShapeKind.Streamed) => ($"streamed: {_record.TokenEvents} events with tokens in {_record.Reads} reads", null),
            _ => ($"{_record.TokenEvents} events with tokens are too few to tell a stream from a burst", (string?)null),
        };
        Add("stream", text, advice);
    }

    private void RoleChunk()
    {
        if (!_record.RoleFirst || _marks.FirstToken == 0)
            return;
        var early = Ticks.ToMs(_marks.FirstToken - _marks.FirstEvent);
        Add("role_chunk", early < EarlyRoleMs
            ? "a role chunk without a token comes together with the first token"
            : $"a role chunk comes {Number(early)} ms before the first token: TTFT here is {Ms(_marks.Sent, _marks.FirstToken)} ms, and {Ms(_marks.Sent, _marks.FirstEvent)} ms in tools that count that chunk");
    }

    private void Tokens(OptionalFields refused, bool hasTokenizer)
    {
        // An answer that we cut off ourselves cannot tell what would have stood at its end.
        if (!_record.Outcome.IsSuccess() || _record.OutputTokens is not { } tokens)
            return;
        if (_record.TokenSource == TokenSource.Chunks)
        {
            var lack = refused.HasFlag(OptionalFields.StreamOptions) ? "the server refuses stream_options" : "the stream has no usage";
            if (hasTokenizer)
                Add("tokens", $"{lack}: the load's tokens are counted by the tokenizer");
            else
                Add("tokens", $"{lack}: tokens are counted by chunks, which may hold more than one, or part of one", "--tokenizer FILE, or --tokenizer server");
            return;
        }
        // A whole answer, asked for or not, has no events that could be told from its tokens.
        if (_record.TokenEvents == 0 || !_record.Streaming || _record.Outcome == Outcome.NotStreamed)
        {
            Add("tokens", "the server counts tokens");
            return;
        }
        var each = (double)tokens / _record.TokenEvents;
        Add("tokens", each is > 0.99 and < 1.01
            ? "the server counts tokens, one in every event"
            : $"the server counts tokens, {Number(each)} in every event: gaps between events are not gaps between tokens, and TPOT is the figure per token");
    }

    private void Fields(OptionalFields refused)
    {
        foreach (var field in Enum.GetValues<OptionalFields>())
        {
            if (field is not (OptionalFields.None or OptionalFields.StreamOptions) && refused.HasFlag(field))
                Add("fields", $"the server refuses {Words.Of(field)}: the load leaves it out");
        }
    }

    private void Warnings()
    {
        foreach (var word in Words.OfWarnings(_record.Warnings))
            Add("warnings", word, $"vllmstream explain {word}");
    }

    private void Context(ServerFacts? facts, WorkloadOptions workload, string model)
    {
        if (facts?.ContextOf(model) is not { } length)
            return;
        var asked = (_record.PromptTokens ?? _record.AskedTokens) + (long)workload.OutputTokens.Mean;
        Add("context", $"{model} takes {length} tokens of prompt and answer together",
            asked > length ? $"prompt and answer may come to {asked}: smaller --isl or --osl" : null);
    }

    private void Clock(ServerFacts? facts, MachineFacts machine)
    {
        if (facts?.ClockAhead is { } ahead && ahead.Duration() > ClockTolerance)
            Add("clock", $"the server's clock is {Number(ahead.Duration().TotalSeconds)} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} this one; nothing measured depends on it", "mind it when you compare with the server's log");
        if (machine.IsClockSlow)
            Add("clock", $"this machine reads time from {machine.ClockSource}, which takes microseconds each time", "another machine, or boot with clocksource=tsc where that is stable");
    }

    private void Machine(RunOptions options, MachineFacts machine)
    {
        var limits = new List<string> { $"{machine.Cores} cores" };
        if (machine.Files is { } files)
            limits.Add($"{files} open files");
        if (machine.Ports is { } ports)
            limits.Add($"{ports} connections to one server");
        var isHere = ProxyRules.IsLoopback(options.Target.Host);
        Add("machine", $"this machine: {string.Join(", ", limits)}{(isHere ? "; the server runs on it too" : "")}",
            isHere ? "for figures that count, a client on a machine of its own" : null);
    }

    private void Add(string topic, string text, string? advice = null) => _findings.Add(new ProbeFinding(topic, text, advice));

    private static string Ms(long from, long to) => from == 0 || to == 0 ? "-" : Number(Ticks.ToMs(to - from));

    private static string Number(double value) => value.ToString(value < 10 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
