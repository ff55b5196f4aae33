using System.Text;

namespace VllmStream.Simulation;

/// <summary>What the chunks of chat and completions have in common: a head, one choice, and usage; [DONE] ends the stream.</summary>
internal abstract class ChunkStreamFormat : StreamFormat
{
    private readonly byte[] head;
    private readonly byte[] choiceMembers;

    protected ChunkStreamFormat(AcceptedRequest accepted, string objectName)
        : base(accepted)
    {
        head = Encoding.UTF8.GetBytes(
            $"data: {{\"id\":\"{Escape(accepted.CompletionId)}\",\"object\":\"{objectName}\",\"created\":{accepted.CreatedUnixSeconds},\"model\":\"{Escape(accepted.Model)}\"{accepted.Style.ChunkMembers},\"choices\":[");
        choiceMembers = Encoding.UTF8.GetBytes(accepted.Style.ChoiceMembers);
    }

    protected AnswerStyle Style => Accepted.Style;

    public override int AppendOpening(ChunkBuffer buffer)
    {
        buffer.Append(Encoding.UTF8.GetBytes(Style.OpeningEvent));
        var events = Style.OpeningEvent.Length > 0 ? 1 : 0;
        return Style.Usage == UsagePlace.Early ? events + AppendUsageChunk(buffer) : events;
    }

    /// <summary>The last chunk before [DONE]: no choices, and the sum over all of them.</summary>
    public override int AppendUsage(ChunkBuffer buffer) => Style.Usage switch
    {
        UsagePlace.Missing or UsagePlace.Early => 0,
        UsagePlace.Always => AppendUsageChunk(buffer),
        _ => Accepted.Request.IncludeUsage ? AppendUsageChunk(buffer) : 0,
    };

    public override int AppendEnd(ChunkBuffer buffer)
    {
        buffer.Append(Encoding.UTF8.GetBytes(Style.Done));
        // Written twice it is two events.
        return Style.Done.Split("[DONE]").Length - 1;
    }

    /// <summary>Begins a chunk with one choice, up to its index.</summary>
    protected void Begin(ChunkBuffer buffer, int choice)
    {
        buffer.Append(head);
        buffer.Append("{\"index\":"u8);
        buffer.Append(choice);
    }

    /// <summary>What this server adds to each choice.</summary>
    protected void AppendChoiceMembers(ChunkBuffer buffer) => buffer.Append(choiceMembers);

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

    protected void AppendFinishReason(ChunkBuffer buffer, int choice, bool isLast)
    {
        if (!isLast) buffer.Append("null"u8);
        else buffer.Append(Encoding.UTF8.GetBytes($"\"{Accepted.FinishWord(choice)}\""));
    }

    private int AppendUsageChunk(ChunkBuffer buffer)
    {
        buffer.Append(head);
        buffer.Append("]"u8);
        if (Style.Usage == UsagePlace.Null) buffer.Append(",\"usage\":null"u8);
        else AppendLastUsage(buffer);
        buffer.Append("}\n\n"u8);
        return 1;
    }

    private void AppendLastUsage(ChunkBuffer buffer)
    {
        AppendUsage(buffer, Accepted.Request.PromptTokens, Accepted.OutputTokens + Style.UsageError);
        // Left out when nothing was cached, as in vLLM; the usage of a single chunk never has it.
        if (Accepted.CachedTokens is var cached and > 0)
        {
            buffer.Append(",\"prompt_tokens_details\":{\"cached_tokens\":"u8);
            buffer.Append(cached);
            buffer.Append("}"u8);
        }

        buffer.Append("}"u8);
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
