using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class StagesTextTests
{
    [Fact]
    public void Stages_are_read_and_written_alike()
    {
        Assert.True(StagesText.TryParse("30s:2, 2m>8 ,30s:0,1m:90/m", out var stages, out _));
        Assert.Equal([new(TimeSpan.FromSeconds(30), 2, false), new(TimeSpan.FromMinutes(2), 8, true), new(TimeSpan.FromSeconds(30), 0, false), new(TimeSpan.FromMinutes(1), 1.5, false)], stages);
        Assert.Equal("30s:2,2m>8,30s:0,1m:1.5", StagesText.Format(stages));
    }

    [Theory]
    [InlineData("", "has the stage , which is none; write 30s:2 for a step or 2m>8 for a ramp")]
    [InlineData("30s", "has the stage 30s, which is none; write 30s:2 for a step or 2m>8 for a ramp")]
    [InlineData("30:2", "has the stage 30:2: 30 has no unit; write 30ms, 30s or 30m")]
    [InlineData("30s:x", "has the stage 30s:x: x is no rate; write 8, 0.5 or 90/m")]
    [InlineData("0s:2", "has the stage 0s:2: 0s takes no time")]
    [InlineData("30s:0,1m>0", "sends nothing; give a stage more than 0")]
    public void Stages_without_meaning_are_refused(string text, string problem)
    {
        Assert.False(StagesText.TryParse(text, out _, out var actual));
        Assert.Equal(problem, actual);
    }

    [Fact]
    public void Stages_of_concurrency_are_whole_numbers()
    {
        Assert.True(StagesText.TryParseConcurrency("30s:2,2m>64", out var stages, out _));
        Assert.Equal([2.0, 64], stages.Select(stage => stage.Level));
        Assert.False(StagesText.TryParseConcurrency("30s:2.5", out _, out var problem));
        Assert.Equal("has the stage 30s:2.5: 2.5 is no whole number; write 500, 10k or 1m", problem);
    }
}
