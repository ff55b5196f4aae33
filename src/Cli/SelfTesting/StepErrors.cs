using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Recording;

namespace VllmStream.Cli.SelfTesting;

/// <summary>The records of a run against the simulator's log, event by event; all in ms, null without a sample.</summary>
internal sealed record StepErrors(int Joined, int Lost, double? TtftP50Ms, double? TtftP99Ms, double? GapP99Ms, double? LagP99Ms, double? FirstTokenLagP99Ms, double? RequestLateP99Ms)
{
    /// <summary>Joins them.</summary>
    /// <param name="file">NDJSON of the run, with gaps.</param>
    /// <param name="sent">What the simulator sent.</param>
    internal static StepErrors Of(Stream file, SentTokens sent)
    {
        List<double> ttft = [], gaps = [], lags = [], firstLags = [], taken = [];
        int joined = 0, lost = 0;
        var startUs = 0.0;
        foreach (var line in new NdjsonReader(file).Read(word => word is RunStartedLine.Word or RequestLine.Word))
        {
            if (line is RunStartedLine started)
                startUs = started.MonotonicUs ?? 0;
            if (line is not RequestLine { Phase: RunPhase.Running } request)
                continue;
            if (request.Outcome != Outcome.Ok || sent.Find($"{request.Run}-{request.Id}") is not { } truth || truth.WriteUs.Length != request.TokenEvents)
            {
                lost++;
                continue;
            }
            joined++;
            Add(request, truth.ArrivalUs, truth.WriteUs, startUs, ttft, gaps, lags);
            // Of a TTFT that is too high the two ends have a share each: the first token's stamp here, and the simulator's looking at its socket.
            firstLags.Add(startUs + ((request.ScheduledMs + request.FirstTokenMs!.Value) * 1_000) - truth.WriteUs[0]);
            taken.Add(truth.ArrivalUs - startUs - ((request.ScheduledMs + request.SentMs!.Value) * 1_000));
        }
        return new StepErrors(joined, lost, Ms(ttft, 50), Ms(ttft, 99), Ms(gaps, 99), Ms(lags, 99), Ms(firstLags, 99), Ms(taken, 99));
    }

    // True TTFT: from the simulator's having the whole request to its writing the first token.
    private static void Add(RequestLine request, double arrivalUs, double[] writeUs, double startUs, List<double> ttft, List<double> gaps, List<double> lags)
    {
        ttft.Add((request.M.TtftMs!.Value * 1_000) - (writeUs[0] - arrivalUs));
        var at = startUs + ((request.ScheduledMs + request.FirstTokenMs!.Value) * 1_000);
        lags.Add(at - writeUs[0]);
        for (var k = 1; k < writeUs.Length; k++)
        {
            var gap = request.GapsUs![k - 1];
            at += gap;
            gaps.Add(Math.Abs(gap - (writeUs[k] - writeUs[k - 1])));
            lags.Add(at - writeUs[k]);
        }
    }

    private static double? Ms(List<double> us, double percent) => us.Count == 0 ? null : Math.Round(Exact.Percentile(us, percent)) / 1_000;
}
