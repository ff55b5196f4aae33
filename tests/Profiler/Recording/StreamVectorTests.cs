using System.Text.Json;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

public sealed class StreamVectorTests
{
    // Bodies of all APIs that stream, and the one of no API.
    public static TheoryData<string> Names
        => [.. StreamVector.All.Values.Where(v => v.Api is "chat" or "completions" or "responses" or "messages" or "other").Select(v => v.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnswerReader_whole_body_gives_every_expected_fact(string name)
    {
        var vector = StreamVector.All[name];
        VectorFacts.Check(vector, endpoint => Answer.Cut(Ask(vector, endpoint), vector.Body));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnswerReader_body_cut_anywhere_gives_every_expected_fact(string name)
    {
        var vector = StreamVector.All[name];
        foreach (var cut in Cuts(vector.Body.Length))
            VectorFacts.Check(vector, endpoint => Answer.Cut(Ask(vector, endpoint), vector.Body, cut));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void AnswerReader_body_in_small_reads_gives_every_expected_fact(string name)
    {
        var vector = StreamVector.All[name];
        // Byte by byte where the body is small; the pieces grow with it so that a test stays short.
        var step = Math.Max(1, vector.Body.Length / 4096);
        int[] cuts = [.. Enumerable.Range(1, Math.Max(0, (vector.Body.Length - 1) / step)).Select(i => i * step)];
        VectorFacts.Check(vector, endpoint => Answer.Cut(Ask(vector, endpoint), vector.Body, cuts));
    }

    private static AnswerAsk Ask(StreamVector vector, IEndpoint endpoint)
        => new() { Endpoint = endpoint, ContentType = vector.ContentType, Choices = vector.Name == "vllm-chat-n2" ? 2 : 1 };

    private static IEnumerable<int> Cuts(int length)
    {
        var step = length switch { > 1_000_000 => length / 3, > 100_000 => length / 7, _ => Math.Max(1, length / 300) };
        for (var cut = 1; cut < length; cut += step)
            yield return cut;
    }
}
