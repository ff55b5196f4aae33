using VllmStream.Cli;

namespace VllmStream.Tests.Cli;

public sealed class PlanSentenceTests
{
    [Theory]
    [InlineData(
        "run 127.0.0.1:8000",
        "plan     8 in flight for 30s against http://127.0.0.1:8000/v1/chat/completions (chat, streaming), prompts of 256 tokens, answers of at most 128, seed 42")]
    [InlineData(
        "run h -r 8 --max-concurrency 64 -d 90s --seed 7 -m qwen",
        "plan     8 requests/s poisson, at most 64 in flight, for 1m30s against http://h/v1/chat/completions (chat, streaming, model qwen), prompts of 256 tokens, answers of at most 128, seed 7")]
    [InlineData(
        "run h -r 0.5 --burstiness 0.25 -n 1k --no-stream --endpoint completions --ignore-eos --isl 512±64 --retries 1",
        "plan     0.5 requests/s gamma:0.25 until 1000 requests are sent against http://h/v1/completions (completions, not streaming), prompts of 512±64 tokens, answers of 128, 1 retry within 1m, seed 42")]
    [InlineData(
        "run h -r 0.00001234 -n 5 --warmup 0 --no-stream --isl 8+-0.004",
        "plan     0.0000123 requests/s poisson until 5 requests are sent against http://h/v1/chat/completions (chat, not streaming), prompts of 8±0.004 tokens, answers of at most 128, seed 42")]
    [InlineData(
        "run h --stages 1s:0.0001234,1s>1234.5",
        "plan     1s:0.000123,1s>1234.5 requests/s poisson for 2s against http://h/v1/chat/completions (chat, streaming), prompts of 256 tokens, answers of at most 128, seed 42")]
    [InlineData(
        "run h -r 4 --turns 3",
        "plan     4 sessions/s poisson for 30s against http://h/v1/chat/completions (chat, streaming), prompts of 256 tokens, sessions of 3 turns, answers of at most 128, seed 42")]
    [InlineData(
        "run http://h/llm -r 8 --arrival constant --prompt a --prompt b --api-key-env K --proxy http://me:sesame@p:1",
        "plan     8 requests/s constant for 30s against http://h/llm/v1/chat/completions (chat, streaming, key from --api-key-env K, proxy http://***@p:1 from --proxy), 2 prompts in turn, answers of at most 128, seed 42")]
    public async Task Plan_is_one_sentence(string line, string sentence) =>
        Assert.Equal(sentence, PlanSentence.Of(await Terminal.OptionsAsync(line, sources => sources.Variables["K"] = "k")));
}
