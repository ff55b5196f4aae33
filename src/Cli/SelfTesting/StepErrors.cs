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
            Add(request, truth.ArrivalUs, truth.WriteUs);
        }
        return new StepErrors(joined, lost, Ms(ttft, 50), Ms(ttft, 99), Ms(gaps, 99), Ms(lags, 99), Ms(firstLags, 99), Ms(taken, 99));

        void Add(RequestLine request, double arrivalUs, double[] writeUs)
        {
            var scheduledUs = startUs + (request.ScheduledMs * 1_000);
            var at = scheduledUs + (request.FirstTokenMs!.Value * 1_000);
            // True TTFT: from the simulator's having the whole request to its writing the first token. Of one that is too high the
            // two ends have a share each: the first token's stamp here, and the simulator's looking at its socket.
            ttft.Add((request.M.TtftMs!.Value * 1_000) - (writeUs[0] - arrivalUs));
            firstLags.Add(at - writeUs[0]);
            taken.Add(arrivalUs - scheduledUs - (request.SentMs!.Value * 1_000));
            lags.Add(at - writeUs[0]);
            for (var k = 1; k < writeUs.Length; k++)
            {
                var gap = request.GapsUs![k - 1];
                at += gap;
                gaps.Add(Math.Abs(gap - (writeUs[k] - writeUs[k - 1])));
                lags.Add(at - writeUs[k]);
            }
        }
    }

    private static double? Ms(List<double> us, double percent) => us.Count == 0 ? null : Math.Round(Exact.Percentile(us, percent)) / 1_000;
}
