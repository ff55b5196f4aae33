using CsCheck;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class PlanShareTests
{
    [Fact]
    public void Parts_together_are_the_plan_each_task_once() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[0, 200], Gen.Int[1, 3]).Sample((parts, count, bunch) =>
        {
            var sent = Enumerable.Range(0, parts).SelectMany(index =>
            {
                var share = new PlanShare(index, parts);
                var own = Enumerable.Range(0, (int)share.Below(count, bunch)).Select(j => share.Place(j, bunch)).ToArray();
                Assert.All(own, k => Assert.Equal(index, k / bunch % parts));
                return own;
            });
            Assert.Equal(Enumerable.Range(0, count).Select(k => (long)k), sent.Order());
        });

    [Fact]
    public void Whole_leaves_every_task_where_it_is()
    {
        Assert.Equal(7, PlanShare.Whole.Place(7));
        Assert.Equal(7, PlanShare.Whole.Below(7));
        Assert.Equal(0, PlanShare.Whole.Below(0));
    }
}
