using VllmStream.Profiling.Comparing;
using VllmStream.Profiling.Recording;
using VllmStream.Profiling.Transport;
using VllmStream.Tests.Profiler.Comparing.Foreign;
using VllmStream.Tests.Profiler.Reporting.Exchange;

namespace VllmStream.Tests.Profiler.Comparing;

public sealed class RunSamplesReaderTests
{
    [Fact]
    public void Answer_that_the_end_cut_off_has_failed_as_in_the_summary_and_a_user_who_left_is_in_neither()
    {
        var ended = new RequestError("ended", "still running when the drain was over");
        RequestError left = new(RequestError.Left, "left after 2 s, as planned");
        var lines = Enumerable.Range(0, 20).Select(i => LoggedRun.TenAnswers with
        {
            Id = i, ScheduledMs = 1_000 + i * 100,
            Outcome = i < 12 ? Outcome.Ok : i == 12 ? Outcome.Reset : Outcome.CancelledByUs,
            Error = i < 12 ? null : i < 16 ? ended : left,
        });
        var run = LoggedRun.Of([.. lines]);
        using var folder = new ResultFolder();
        var samples = RunSamplesReader.Read(folder.Write("run.ndjson", run.Text), "run");
        Assert.Equal((12, 4, 4), (run.Summary.Totals.Ok, run.Summary.Totals.Failed, run.Summary.Totals.Left));
        Assert.Equal(16, samples.All.Requests);
        Assert.Equal(run.Summary.Totals.ErrorRatio!.Value, samples.All.Failures.InTimeOrder().Average(), 6);
    }
}
