using System.Text;

namespace VllmStream.Simulation;

/// <summary>text_completion chunks: no role chunk, and an echoed prompt is glued to the first token.</summary>
internal sealed class CompletionsStreamFormat(AcceptedRequest accepted) : ChunkStreamFormat(accepted, "text_completion")
{
    public override int Append(ChunkBuffer buffer, in TokenStep step)
    {
        var isFirst = step.FirstToken == 0;
        Begin(buffer, step.Choice);
        buffer.Append(",\"text\":\""u8);
        if (isFirst && Accepted.Request.Echo) buffer.Append(Encoding.UTF8.GetBytes(Escape(Accepted.EchoedPrompt(step.Choice))));
        AppendText(buffer, step, trimFirst: false);
        buffer.Append("\",\"logprobs\":null,\"finish_reason\":"u8);
        AppendFinishReason(buffer, step.Choice, step.IsLast);
        if (Style.HasVllmMembers)
        {
            buffer.Append(",\"stop_reason\":null,\"prompt_token_ids\":"u8);
            if (isFirst) AppendPromptIds(buffer, step.Choice);
            else buffer.Append("null"u8);
            buffer.Append(",\"token_ids\":"u8);
            AppendTokenIds(buffer, step);
        }

        buffer.Append("}]"u8);
        End(buffer, step.Choice, step.FirstToken + step.Tokens);
        return 1;
    }
}
