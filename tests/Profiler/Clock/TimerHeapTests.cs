using CsCheck;
using VllmStream.Profiling.Clock;

namespace VllmStream.Tests.Profiler.Clock;

public sealed class TimerHeapTests
{
    [Fact]
    public void TimerHeap_gives_what_is_due_in_order_whatever_was_set_moved_and_removed()
        => Gen.Select(Gen.Int[0, 2], Gen.Int[0, 19], Gen.Long[0, 1000]).Array[1, 200].Sample(edits =>
        {
            var heap = new TimerHeap();
            var fired = new List<int>();
            LaneTimer[] timers = [.. Enumerable.Range(0, 20).Select(i => new LaneTimer(() => fired.Add(i)))];
            var due = new Dictionary<int, long>();
            foreach (var (how, timer, at) in edits)
            {
                switch (how)
                {
                    case 0:
                        heap.Set(timers[timer], at);
                        due[timer] = at;
                        break;
                    case 1:
                        heap.SetNoLater(timers[timer], at);
                        due[timer] = due.TryGetValue(timer, out var earlier) ? Math.Min(earlier, at) : at;
                        break;
                    default:
                        heap.Remove(timers[timer]);
                        due.Remove(timer);
                        break;
                }
                Assert.Equal(due.Count == 0 ? long.MaxValue : due.Values.Min(), heap.NextDueTicks);
            }

            while (heap.TryTake(500, out var next))
                next.Fire();

            Assert.Equal(due.Where(pair => pair.Value <= 500).Select(pair => pair.Value).Order(), fired.Select(i => due[i]));
            Assert.Equal(due.Count(pair => pair.Value > 500), heap.Count);
            Assert.All(timers, timer => Assert.Equal(due.ContainsValue(timer.DueTicks) && timer.IsSet, timer.IsSet));
        });
}
