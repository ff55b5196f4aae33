using System.Text;

namespace VllmStream.Simulation;

/// <summary>What the chunks of chat and completions have in common: a head, one choice, and usage; [DONE] ends the stream.</summary>
internal abstract class ChunkStreamFormat : StreamFormat
{
    private readonly byte[] head;

    protected ChunkStreamFormat(AcceptedRequest accepted, string objectName)
        : base(accepted) =>
        head = Encoding.UTF8.GetBytes(
            $"data: {{\"id\":\"{Escape(accepted.CompletionId)}\",\"object\":\"{objectName}\",\"created\":{accepted.CreatedUnixSeconds},\"model\":\"{Escape(accepted.Model)}\",\"choices\":[");

    /// <summary>The last chunk before [DONE]: no choices, and the sum over all of them.</summary>
    public override int AppendUsage(ChunkBuffer buffer)
    {
        if (!Accepted.Request.IncludeUsage) return 0;
        buffer.Append(head);
        buffer.Append("]"u8);
        AppendUsage(buffer, Accepted.Request.PromptTokens, Accepted.OutputTokens);
        // Left out when nothing was cached, as in vLLM; the usage of a single chunk never has it.
        if (Accepted.CachedTokens is var cached and > 0)
        {
            buffer.Append(",\"prompt_tokens_details\":{\"cached_tokens\":"u8);
            buffer.Append(cached);
            buffer.Append("}"u8);
        }

        buffer.Append("}}\n\n"u8);
        return 1;
    }

    public override int AppendEnd(ChunkBuffer buffer)
    {
        buffer.Append("data: [DONE]\n\n"u8);
        return 1;
    }

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
        buffer.Append(Accepted.Request.ContinuousUsage ? "}}\n\n"u8 : "}\n\n"u8);
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

    // Without its closing brace, for what the last usage has more.
    private static void AppendUsage(ChunkBuffer buffer, int promptTokens, int completionTokens)
    {
        buffer.Append(",\"usage\":{\"prompt_tokens\":"u8);
        buffer.Append(promptTokens);
        buffer.Append(",\"total_tokens\":"u8);
        buffer.Append(promptTokens + completionTokens);
        buffer.Append(",\"completion_tokens\":"u8);
        buffer.Append(completionTokens);
    }
}
