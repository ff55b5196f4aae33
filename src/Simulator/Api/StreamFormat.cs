using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>
/// Writes the chunks of one stream as vLLM does, from ready-made pieces: building a JSON tree per token would
/// cost more than sending it.
/// </summary>
internal abstract class StreamFormat
{
    private readonly byte[] head;

    protected StreamFormat(AcceptedRequest accepted, string objectName)
    {
        Accepted = accepted;
        head = Encoding.UTF8.GetBytes(
            $"data: {{\"id\":\"{Escape(accepted.CompletionId)}\",\"object\":\"{objectName}\",\"created\":{accepted.CreatedUnixSeconds},\"model\":\"{Escape(accepted.Model)}\",\"choices\":[");
    }

    protected AcceptedRequest Accepted { get; }

    public static StreamFormat For(AcceptedRequest accepted) =>
        accepted.Request.Api == ApiKind.Chat ? new ChatStreamFormat(accepted) : new CompletionsStreamFormat(accepted);

    /// <summary>Appends what one output of the engine becomes on the wire; gives the number of SSE events.</summary>
    public abstract int Append(ChunkBuffer buffer, in TokenStep step);

    /// <summary>The last chunk before [DONE]: no choices, and the sum over all of them.</summary>
    public void AppendUsage(ChunkBuffer buffer)
    {
        buffer.Append(head);
        buffer.Append("]"u8);
        AppendUsage(buffer, Accepted.Request.PromptTokens, Accepted.OutputTokens);
        buffer.Append("}\n\n"u8);
    }

    public static void AppendDone(ChunkBuffer buffer) => buffer.Append("data: [DONE]\n\n"u8);

    protected static string Escape(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;

    /// <summary>Begins a chunk with one choice, up to its index.</summary>
    protected void Begin(ChunkBuffer buffer, int choice)
    {
        buffer.Append(head);
        buffer.Append("{\"index\":"u8);
        buffer.Append(choice);
    }

    /// <summary>Ends a chunk behind its choices, with the usage of that choice so far if asked for.</summary>
    protected void End(ChunkBuffer buffer, int choice, int completionTokens)
    {
        if (Accepted.Request.ContinuousUsage) AppendUsage(buffer, Accepted.Plans[choice].PromptTokens, completionTokens);
        buffer.Append("}\n\n"u8);
    }

    /// <summary>Appends the text of an output; the first word of a chat answer stands without its space.</summary>
    protected void AppendText(ChunkBuffer buffer, in TokenStep step, bool trimFirst)
    {
        var seed = Accepted.Plans[step.Choice].TextSeed;
        var end = step.FirstToken + Accepted.VisibleTokens(step);
        for (var position = step.FirstToken; position < end; position++)
        {
            var word = AnswerText.Token(seed, position);
            buffer.Append(trimFirst && position == 0 ? word[1..] : word);
        }
    }

    protected void AppendTokenIds(ChunkBuffer buffer, in TokenStep step)
    {
        if (!Accepted.Request.ReturnTokenIds)
        {
            buffer.Append("null"u8);
            return;
        }

        for (var i = 0; i < step.Tokens; i++)
        {
            buffer.Append(i == 0 ? "["u8 : ","u8);
            buffer.Append(Accepted.TokenId(step.Choice, step.FirstToken + i));
        }

        buffer.Append("]"u8);
    }

    protected void AppendPromptIds(ChunkBuffer buffer, int choice)
    {
        if (Accepted.Request.ReturnTokenIds) buffer.AppendList(Accepted.Request.PromptOf(choice).TokenIds(Accepted.Request.ContentHash));
        else buffer.Append("null"u8);
    }

    protected void AppendFinishReason(ChunkBuffer buffer, in TokenStep step)
    {
        if (!step.IsLast) buffer.Append("null"u8);
        else buffer.Append(Accepted.Plans[step.Choice].Finish == FinishReason.Stop ? "\"stop\""u8 : "\"length\""u8);
    }

    private static void AppendUsage(ChunkBuffer buffer, int promptTokens, int completionTokens)
    {
        buffer.Append(",\"usage\":{\"prompt_tokens\":"u8);
        buffer.Append(promptTokens);
        buffer.Append(",\"total_tokens\":"u8);
        buffer.Append(promptTokens + completionTokens);
        buffer.Append(",\"completion_tokens\":"u8);
        buffer.Append(completionTokens);
        buffer.Append("}"u8);
    }
}
