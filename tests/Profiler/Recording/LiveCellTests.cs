using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

public sealed class LiveCellTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(400);

    [Fact]
    public async Task LiveCell_state_that_is_read_while_it_is_written_is_never_two_states()
    {
        var cell = new LiveCell();
        using var over = new CancellationTokenSource(Long);
        var writing = Task.Run(() =>
        {
            for (var i = 1L; !over.IsCancellationRequested; i++)
            {
                ref var state = ref cell.Open();
                state = new LiveState { Phase = LivePhase.Decode, Id = i, Group = "g" };
                (state.Marks.Scheduled, state.Marks.End) = (i, i);
                state.Answer = new AnswerProgress(0, 0, 0, i, 0, 0, 0, i);
                cell.Close();
                // A writer that never lets go is none that there is: a request does something between two of its tokens.
                Thread.SpinWait(200);
            }
        }, TestContext.Current.CancellationToken);

        var (reads, last) = (0, 0L);
        while (!over.IsCancellationRequested)
        {
            if (!cell.TryRead(out var state))
                continue;
            reads++;
            Assert.True(state.Id == state.Marks.Scheduled && state.Id == state.Marks.End && state.Id == state.Answer.Bytes && state.Id == state.Answer.PromptTokens, $"{state.Id}");
            Assert.True(state.Id >= last);
            last = state.Id;
        }
        await writing;
        Assert.True(reads > 10, $"{reads} reads");
        Assert.True(last > 1);
    }

    // The array goes from hand to hand: whoever writes 2 into it is another request.
    [Fact]
    public async Task LiveCell_gaps_are_those_of_the_request_while_their_array_is_used_again()
    {
        var cell = new LiveCell();
        var array = new int[64];
        using var over = new CancellationTokenSource(Long);
        var writing = Task.Run(() =>
        {
            for (var i = 0; !over.IsCancellationRequested; i++)
            {
                Array.Fill(array, 1);
                cell.Open() = new LiveState { Phase = LivePhase.Decode, Id = 7, Group = "g" };
                cell.Close();
                cell.ShowGaps(array, array.Length);
                Thread.SpinWait(50);
                cell.HideGaps();
                Array.Fill(array, 2);
            }
        }, TestContext.Current.CancellationToken);

        var seen = 0;
        while (!over.IsCancellationRequested)
        {
            if (!cell.TryRead(7, out _, out var gaps))
                continue;
            seen++;
            Assert.DoesNotContain(2, gaps);
        }
        await writing;
        Assert.True(seen > 10, $"{seen} seen");
    }

    // A screen looks four times a second, on a core that it shares with the load.
    [Fact]
    public void LiveCell_a_thousand_in_flight_are_read_within_a_millisecond_and_without_garbage()
    {
        var cells = Enumerable.Range(0, 1_000).Select(id => Showing(id)).ToArray();
        var rows = new List<LiveRequest>(cells.Length);
        var best = double.MaxValue;
        var allocated = 0L;
        for (var look = 0; look < 200; look++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var begun = Ticks.Now;
            rows.Clear();
            foreach (var cell in cells)
            {
                if (cell.TryRead(out var state))
                    rows.Add(LiveRequest.Of(state, begun));
            }
            best = Math.Min(best, Ticks.ToMs(Ticks.Now - begun));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(1_000, rows.Count);
        Assert.Equal(0, allocated);
        Assert.True(best < 1, $"{best:0.000} ms");
        TestContext.Current.TestOutputHelper?.WriteLine($"{best:0.000} ms");
    }

    private static LiveCell Showing(long id)
    {
        var cell = new LiveCell();
        ref var state = ref cell.Open();
        state = new LiveState { Phase = LivePhase.Decode, Id = id, Group = "g", Streaming = true };
        state.Marks = new RequestMarks { Scheduled = 1, Sent = 2, FirstToken = 3, LastToken = 1_000_000 };
        state.Answer = new AnswerProgress(100, 100, 100, 10_000, 20_000, 30_000, 50, null);
        cell.Close();
        return cell;
    }

    [Fact]
    public void LiveCell_without_a_request_shows_none()
    {
        var cell = new LiveCell();

        Assert.False(cell.TryRead(out _));
        Assert.False(cell.TryRead(0, out _, out _));
    }
}
