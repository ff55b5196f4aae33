namespace VllmStream.Tests.EndToEnd.Chunks;

[Trait("case", "harness")]
public sealed class StreamVectorFileTests
{
    [Fact]
    public void Bodies_of_all_vectors_are_there()
    {
        var vectors = StreamVector.All("chat", "completions", "other");
        Assert.True(vectors.Count > 50, $"{vectors.Count} vectors");
        Assert.All(vectors, v => Assert.True(v.Body.Length > 0 || v.ErrorClass == "empty_stream", v.Name));
        Assert.Contains(vectors, v => v.Body.Length > 4_000_000);
        Assert.True(vectors.Count(v => v.Outcome == "ok") > 30);
    }
}
