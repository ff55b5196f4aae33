using System.Text;
using VllmStream.Simulation;

namespace VllmStream.Tests.Profiler.Api;

/// <summary>What the simulator sends, read by the template and by the full walk.</summary>
public sealed class SimulatorDialectTests : IAsyncLifetime
{
    private SimulatorServer? _server;

    /// <summary>Path, members of the request, and whether nearly every token must be the template's.</summary>
    public static TheoryData<string, string, bool> Requests { get; } = new()
    {
        { "chat/completions", "", true },
        { "chat/completions", """ "stream_options":{"include_usage":true}, """, true },
        { "chat/completions", """ "stream_options":{"include_usage":true,"continuous_usage_stats":true}, """, true },
        { "chat/completions", """ "n":3, """, false },
        { "chat/completions", """ "n":2,"stream_options":{"include_usage":true,"continuous_usage_stats":true}, """, false },
        { "chat/completions", """ "return_token_ids":true, """, false },
        { "completions", "", true },
        { "completions", """ "stream_options":{"include_usage":true,"continuous_usage_stats":true}, """, true },
        { "completions", """ "n":2,"echo":true, """, false },
    };

    public async ValueTask InitializeAsync() => _server = await SimulatorServer.StartAsync(new SimulatorOptions
    {
        TtftBase = TimeSpan.FromMilliseconds(1), TtftPerPromptToken = TimeSpan.Zero, InterTokenTime = TimeSpan.FromMicroseconds(100),
    });

    public async ValueTask DisposeAsync() => await _server!.DisposeAsync();

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Template_agrees_with_the_walk_on_what_the_simulator_sends(string path, string members, bool isOneShape)
    {
        const int Tokens = 200;
        var prompt = path == "completions" ? "\"prompt\":\"hello there\"" : """ "messages":[{"role":"user","content":"hello there"}] """;
        var body = "{" + members + $"\"model\":\"sim/llama-8b\",\"stream\":true,\"ignore_eos\":true,\"max_tokens\":{Tokens}," + prompt + "}";
        using var client = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri(_server!.BaseUrl, $"/v1/{path}"), content, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);

        byte[][] events = [.. text.Split('\n').Where(line => line.StartsWith("data:", StringComparison.Ordinal)).Select(line => Encoding.UTF8.GetBytes(line[5..].Trim()))];
        var hits = ChunkTemplateTests.Run(events);

        Assert.True(events.Length >= Tokens);
        if (isOneShape)
            Assert.InRange(hits, Tokens - 3, Tokens);
    }
}
