using System.Text;
using CsCheck;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Options;
using VllmStream.Tests.Profiler.Recording;

namespace VllmStream.Tests.Profiler.Api;

/// <summary>Whatever a server sends, an endpoint reads it or calls it malformed, with and without collecting the text.</summary>
public sealed class MutatedEventTests
{
    private static readonly string[] Data = [.. StreamVector.All.Values.Where(v => v.Api is "responses" or "messages").SelectMany(v =>
        Encoding.UTF8.GetString(v.Body).Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..]))];

    private static readonly string[] Pieces = ["\"", "{", "}", "[", "]", ":", ",", "null", "-1", "1e999", "\\u12", "\"type\"", "\"delta\":{}", "[DONE]", " ", "\uFFFD", "\"usage\":[]", "\"output_index\":{\"a\":[1]}"];

    private static readonly Gen<string> Mutated = Gen.Select(Gen.Int[0, Data.Length - 1], Gen.Int[0, 10_000], Gen.Int[0, 30], Gen.Int[0, Pieces.Length - 1], (data, place, cut, piece) =>
    {
        var text = Data[data];
        var at = place % text.Length;
        return string.Concat(text.AsSpan(0, at), Pieces[piece], text.AsSpan(Math.Min(text.Length, at + cut)));
    });

    [Theory]
    [InlineData(EndpointKind.Responses)]
    [InlineData(EndpointKind.Messages)]
    [InlineData(EndpointKind.Embeddings)]
    public void Endpoint_reads_any_mutation_without_an_exception_and_the_same_with_text(EndpointKind kind) =>
        Check.Sample(Mutated, text =>
        {
            var endpoint = EndpointTable.Of(kind, plainPath: null);
            var data = Encoding.UTF8.GetBytes(text);
            ChunkFacts plain = default, collected = default;
            endpoint.ReadEvent(default, data, ref plain, text: null);
            endpoint.ReadEvent(default, data, ref collected, new TextCollector());
            Assert.Equal((plain.Kind, plain.Generated, plain.EndsStream), (collected.Kind, collected.Generated, collected.EndsStream));
            endpoint.ReadDocument(data, ref plain, text: null);
            endpoint.ReadDocument(data, ref collected, new TextCollector());
            Assert.Equal((plain.Kind, plain.Generated), (collected.Kind, collected.Generated));
        }, iter: 20_000);
}
