using System.Text;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;

namespace VllmStream.Tests.Profiler.Api;

public sealed class ListDocumentTests
{
    [Theory]
    [InlineData("""{"object":"list","data":[{"index":0,"object":"embedding","embedding":[0.1,-2e-3,3]}],"usage":{"prompt_tokens":7,"total_tokens":7,"completion_tokens":0}}""", 1, 3, 7L)]
    [InlineData("""{"data":[{"embedding":"AAAAAAAAAAA=","index":0},{"embedding":"AAAA"}]}""", 2, 2, null)]
    [InlineData("""{"id":"r","usage":{"total_tokens":9},"results":[{"index":1,"relevance_score":0.5},{"index":0,"relevance_score":0.1}]}""", 2, null, 9L)]
    [InlineData("""{"usage":{"prompt_tokens":null,"prompt_tokens_details":{"cached_tokens":0},"total_tokens":4},"data":[{"embedding":[]}]}""", 1, 0, 4L)]
    [InlineData("""{"object":"list","data":[{"id":"a"},{"id":"b"},{"id":"c"}]}""", 3, null, null)]
    [InlineData("""{"data":[]}""", 0, null, null)]
    [InlineData("""{"data":["x",1,[2]]}""", 3, null, null)]
    public void ListDocument_counts_entries_dimensions_and_prompt_tokens(string json, int items, int? dimensions, long? tokens)
    {
        var facts = Read(json);
        Assert.Equal(ChunkKind.Chunk, facts.Kind);
        Assert.Equal((items, dimensions, tokens, null), (facts.Items, facts.Dimensions, facts.Usage.Prompt, facts.Usage.Completion));
    }

    [Theory]
    [InlineData("""{"error":{"message":"too long","type":"BadRequestError","code":400}}""", "too long")]
    [InlineData("""{"object":"error","message":"too long"}""", "too long")]
    public void ListDocument_error_is_an_error(string json, string message)
    {
        var facts = Read(json);
        Assert.Equal((ChunkKind.Error, message), (facts.Kind, facts.Error?.Message));
    }

    [Theory]
    [InlineData("""{"data":{"embedding":[1]}}""", ChunkKind.Other)]
    [InlineData("""{"choices":[]}""", ChunkKind.Other)]
    [InlineData("""[{"embedding":[1]}]""", ChunkKind.Other)]
    [InlineData("""{"data":[{"embedding":[1]}""", ChunkKind.Malformed)]
    [InlineData("""{"data":[]} x""", ChunkKind.Malformed)]
    public void ListDocument_that_is_no_list_has_no_entries(string json, ChunkKind kind)
    {
        var facts = Read(json);
        Assert.Equal((kind, null), (facts.Kind, facts.Items));
    }

    private static ChunkFacts Read(string json)
    {
        var facts = default(ChunkFacts);
        new EmbeddingsEndpoint().ReadDocument(Encoding.UTF8.GetBytes(json), ref facts, text: null);
        return facts;
    }
}
