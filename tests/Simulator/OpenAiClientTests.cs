using System.ClientModel;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;
using OpenAI.Responses;

namespace VllmStream.Tests.Simulator;

/// <summary>The official client as a second opinion on the wire format.</summary>
public sealed class OpenAiClientTests
{
    [Fact]
    public async Task Official_client_reads_a_stream_with_usage()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "key" });
        var text = "";
        ChatFinishReason? finish = null;
        ChatTokenUsage? usage = null;
        await foreach (var update in Client(simulated).CompleteChatStreamingAsync([new UserChatMessage("hello")], cancellationToken: Simulated.Cancellation))
        {
            text += string.Concat(update.ContentUpdate.Select(part => part.Text));
            finish ??= update.FinishReason;
            usage ??= update.Usage;
        }

        Assert.Equal(5, text.Split(' ').Length);
        Assert.Equal(ChatFinishReason.Stop, finish);
        Assert.Equal(6, usage!.OutputTokenCount);
        Assert.Equal(usage.InputTokenCount + 6, usage.TotalTokenCount);
    }

    [Fact]
    public async Task Official_client_reads_a_whole_answer()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "key" });
        ChatCompletion answer = await Client(simulated).CompleteChatAsync(
            [new UserChatMessage("hello")], new ChatCompletionOptions { MaxOutputTokenCount = 3 }, Simulated.Cancellation);
        Assert.Equal(ChatFinishReason.Length, answer.FinishReason);
        Assert.Equal(3, answer.Usage.OutputTokenCount);
        Assert.Equal(3, answer.Content[0].Text.Split(' ').Length);
    }

    [Fact]
    public async Task Official_client_reads_vectors_of_the_length_it_asks_for()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "key" });
        var client = new EmbeddingClient("sim/llama-8b", new ApiKeyCredential("key"), Options(simulated));
        OpenAIEmbeddingCollection vectors = await client.GenerateEmbeddingsAsync(["one text", "another"], new EmbeddingGenerationOptions { Dimensions = 32 }, Simulated.Cancellation);
        Assert.Equal([32, 32], vectors.Select(vector => vector.ToFloats().Length));
        Assert.Equal(1, vectors[0].ToFloats().ToArray().Sum(number => number * number), 3);
        Assert.NotEqual(vectors[0].ToFloats().ToArray(), vectors[1].ToFloats().ToArray());
        Assert.True(vectors.Usage.InputTokenCount > 0);
    }

    [Fact]
    public async Task Official_client_reads_a_response_streamed_and_whole()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "key" });
        var client = new ResponsesClient(new ApiKeyCredential("key"), new ResponsesClientOptions { Endpoint = new Uri(simulated.BaseUrl, "v1") });
        var text = "";
        ResponseResult? end = null;
        await foreach (var update in await client.CreateResponseStreamingAsync("sim/llama-8b", "hello", cancellationToken: Simulated.Cancellation))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate delta)
                text += delta.Delta;
            if (update is StreamingResponseCompletedUpdate completed)
                end = completed.Response;
        }

        Assert.Equal(5, text.Split(' ').Length);
        Assert.Equal((ResponseStatus.Completed, text, 6), (end!.Status, end.GetOutputText(), end.Usage.OutputTokenCount));

        ResponseResult whole = await client.CreateResponseAsync("sim/llama-8b", "hello", cancellationToken: Simulated.Cancellation);
        Assert.Equal(5, whole.GetOutputText().Split(' ').Length);
        Assert.Equal(whole.Usage.InputTokenCount + 6, whole.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task Official_client_lists_the_model()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "key" });
        var client = new OpenAIModelClient(new ApiKeyCredential("key"), Options(simulated));
        OpenAIModelCollection models = await client.GetModelsAsync(Simulated.Cancellation);
        Assert.Equal("sim/llama-8b", models.Single().Id);
    }

    [Fact]
    public async Task Official_client_reports_a_wrong_key_as_401()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "other" });
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(simulated).CompleteChatAsync([new UserChatMessage("hello")], cancellationToken: Simulated.Cancellation));
        Assert.Equal(401, error.Status);
    }

    private static ChatClient Client(Simulated simulated) =>
        new("sim/llama-8b", new ApiKeyCredential("key"), Options(simulated));

    private static OpenAIClientOptions Options(Simulated simulated) => new() { Endpoint = new Uri(simulated.BaseUrl, "v1") };
}
