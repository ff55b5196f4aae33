using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Server;
using VllmStream.Profiling.Workload;

namespace VllmStream.Profiling.Probing;

/// <summary>The probe's request as the line of what it taught.</summary>
internal static class ProbeLines
{
    public static ProbeLine Of(ProbeResult probe, string? serverName)
    {
        var record = probe.Record;
        var marks = record.Marks;
        // An answer that we cut off ourselves cannot tell what would have stood at its end.
        var whole = record.Outcome.IsSuccess();
        return new ProbeLine
        {
            Dialect = $"{(serverName is ServerDiscovery.Vllm ? "vllm" : "openai")}-{record.Endpoint}",
            TokenSource = whole && record.TokenSource != TokenSource.None ? Words.Of(record.TokenSource) : null,
            UsageInStream = whole && record.Streaming ? record.TokenSource == TokenSource.UsageFinal : null,
            RefusedFields = [.. Enum.GetValues<OptionalFields>().Where(field => field != OptionalFields.None && probe.Refused.HasFlag(field)).Select(Words.Of)],
            Findings = probe.Findings,
            RoleFirst = record.TokenEvents > 0 ? record.RoleFirst : null,
            EventsPerRead = record.Reads > 0 ? Rounded.ToThousandth((double)record.Events / record.Reads) : null,
            HeadersMs = Since(marks.Sent, marks.Headers),
            FirstTokenMs = Since(marks.Sent, marks.FirstToken),
        };
    }

    private static double? Since(long from, long to) => from == 0 || to == 0 ? null : Rounded.ToThousandth(Ticks.ToMs(to - from));
}
