using VllmStream.Profiling.Recording;
using static VllmStream.Tests.Profiler.Recording.Chat;

namespace VllmStream.Tests.Profiler.Recording;

public sealed class StreamShapeTests
{
    [Fact]
    public void StreamShape_TM01_everything_released_at_the_end_is_buffered()
    {
        var answer = Answer.Timed((15_500, R + string.Concat(Enumerable.Repeat(C("x"), 60)) + Tail(60)));
        Assert.Equal(new StreamShape(StreamShapeKind.Buffered, 60, 0), answer.Result.Shape);
        Assert.Equal(StreamWarnings.Buffered, answer.Result.Warnings);
        Assert.Equal(15_500, Answer.Since(answer.Marks.FirstToken));
    }

    [Fact]
    public void StreamShape_release_in_several_segments_is_buffered()
        => Assert.Equal(StreamShapeKind.Buffered, Judge(Enumerable.Range(0, 99).Select(i => i % 10 == 9 ? 900 : 20), firstMs: 5000).Kind);

    [Fact]
    public void StreamShape_TM04_paced_events_are_streamed()
    {
        var answer = Answer.Timed([(0.1, R), .. Enumerable.Range(1, 30).Select(i => (i * 100.0, C("x"))), (3050, Tail(30))]);
        Assert.Equal(StreamShapeKind.Streamed, answer.Result.Shape.Kind);
        Assert.Equal(Enumerable.Repeat(100_000, 29), answer.Gaps);
        Assert.Equal(StreamWarnings.None, answer.Result.Warnings);
    }

    [Fact]
    public void StreamShape_bursts_with_pauses_are_batched_with_size_and_period()
    {
        var shape = Judge(Enumerable.Range(1, 79).Select(i => i % 8 == 0 ? 400_000 : 30), firstMs: 300);
        Assert.Equal((StreamShapeKind.Batched, 8), (shape.Kind, shape.BurstEvents));
        Assert.InRange(shape.PeriodUs, 400_000, 400_500);
    }

    [Fact]
    public void StreamShape_batched_answer_carries_the_warning()
    {
        var parts = Enumerable.Range(1, 5).Select(i => (i * 400.0, string.Concat(Enumerable.Repeat(C("x"), 8))));
        var result = Answer.Timed([(10, R), .. parts, (2001, Tail(40))]).Result;
        Assert.Equal(new StreamShape(StreamShapeKind.Batched, 8, 400_000), result.Shape);
        Assert.Equal(StreamWarnings.Batched, result.Warnings);
    }

    [Fact]
    public void StreamShape_two_choices_of_one_step_are_no_batch()
        => Assert.Equal(StreamShapeKind.Streamed, Judge(Enumerable.Range(0, 59).Select(i => i % 2 == 0 ? 10 : 20_000), firstMs: 100, choices: 2).Kind);

    [Fact]
    public void StreamShape_random_arrivals_are_streamed()
    {
        var random = new Random(7);
        for (var run = 0; run < 200; run++)
            Assert.Equal(StreamShapeKind.Streamed, Judge(Enumerable.Range(0, 100).Select(_ => (int)(-20_000 * Math.Log(1 - random.NextDouble()))), firstMs: 200).Kind);
    }

    [Fact]
    public void StreamShape_fast_server_is_streamed()
        => Assert.Equal(StreamShapeKind.Streamed, Judge(Enumerable.Repeat(500, 99), firstMs: 100).Kind);

    [Fact]
    public void StreamShape_few_events_are_not_judged()
    {
        Assert.Equal(StreamShapeKind.Unknown, Judge([0, 0, 500_000], firstMs: 400).Kind);
        Assert.Equal(StreamShapeKind.Unknown, Judge([], firstMs: 400).Kind);
    }

    private static StreamShape Judge(IEnumerable<int> gaps, double firstMs, int choices = 1)
    {
        int[] gapsUs = [.. gaps];
        return StreamShape.Judge(gapsUs, (long)(firstMs * 1000), gapsUs.Length + 1, tokens: null, choices);
    }
}
