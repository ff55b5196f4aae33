using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class NearestNameTests
{
    [Theory]
    [InlineData("--max-concurency", "--max-concurrency")]
    [InlineData("--concurency", "--concurrency")]
    [InlineData("--conc", "--concurrency")]
    [InlineData("--max_concurrency", "--max-concurrency")]
    [InlineData("-rate", "--rate")]
    [InlineData("--RATE", "--rate")]
    [InlineData("--frobnicate", null)]
    [InlineData("--x", null)]
    public void Nearest_name_is_the_one_that_was_meant(string word, string? nearest) =>
        Assert.Equal(nearest, NearestName.Of(word, ["--concurrency", "--max-concurrency", "--rate", "-r"]));
}
