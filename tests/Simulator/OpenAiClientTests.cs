using System.ClientModel;
using OpenAI;
using OpenAI.Chat;

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
    public async Task Official_client_reports_a_wrong_key_as_401()
    {
        await using var simulated = await Simulated.StartAsync(Simulated.Fast with { ApiKey = "other" });
        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(simulated).CompleteChatAsync([new UserChatMessage("hello")], cancellationToken: Simulated.Cancellation));
        Assert.Equal(401, error.Status);
    }

    private static ChatClient Client(Simulated simulated) =>
        new("sim/llama-8b", new ApiKeyCredential("key"), new OpenAIClientOptions { Endpoint = new Uri(simulated.BaseUrl, "v1") });
}
