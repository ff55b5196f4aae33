using System.Text;

namespace VllmStream.Bench.Api;

/// <summary>The body vllm-chat-10k of tests/Data/streams.json: what vLLM sends for 10,000 tokens of chat.</summary>
internal static class ChatBody
{
    /// <summary>Events of the body.</summary>
    public const int EventCount = Tokens + 4;

    private const int Tokens = 10_000;

    private const string Head =
        """data: {"id":"chatcmpl-3f1e8e2a9c5b4d7f8a6b0c1d2e3f4a5b","object":"chat.completion.chunk","created":1767225600,"model":"garden/tiny-1b","choices":[""";

    public static byte[] Make()
    {
        var body = new StringBuilder();
        Add(body, """{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"prompt_token_ids":null,"prompt_text":null}""");
        for (var token = 0; token < Tokens; token++)
            Add(body, """{"index":0,"delta":{"content":" river"},"logprobs":null,"finish_reason":null,"token_ids":null}]}""");
        Add(body, """{"index":0,"delta":{"content":""},"logprobs":null,"finish_reason":"stop","stop_reason":null,"token_ids":null}]}""");
        Add(body, """],"usage":{"prompt_tokens":512,"total_tokens":10513,"completion_tokens":10001}}""");
        return Encoding.UTF8.GetBytes(body.Append("data: [DONE]\n\n").ToString());
    }

    private static void Add(StringBuilder body, string rest) => body.Append(Head).Append(rest).Append("\n\n");
}
