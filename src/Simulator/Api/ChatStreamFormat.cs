namespace VllmStream.Simulation;

/// <summary>chat.completion.chunk: the role chunks of all choices leave together with the first token of any.</summary>
internal sealed class ChatStreamFormat(AcceptedRequest accepted) : ChunkStreamFormat(accepted, "chat.completion.chunk")
{
    private bool rolesSent;

    public override int Append(ChunkBuffer buffer, in TokenStep step)
    {
        var roles = rolesSent ? 0 : Accepted.Plans.Count;
        for (var choice = 0; choice < roles; choice++) AppendRole(buffer, choice);
        rolesSent = true;

        Begin(buffer, step.Choice);
        buffer.Append(",\"delta\":{\"content\":\""u8);
        AppendText(buffer, step, trimFirst: true);
        buffer.Append("\"},\"logprobs\":null,\"finish_reason\":"u8);
        AppendFinishReason(buffer, step);
        if (step.IsLast) buffer.Append(",\"stop_reason\":null"u8);
        buffer.Append(",\"token_ids\":"u8);
        AppendTokenIds(buffer, step);
        buffer.Append("}]"u8);
        End(buffer, step.Choice, step.FirstToken + step.Tokens);
        return roles + 1;
    }

    private void AppendRole(ChunkBuffer buffer, int choice)
    {
        Begin(buffer, choice);
        buffer.Append(",\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}],\"prompt_token_ids\":"u8);
        AppendPromptIds(buffer, choice);
        buffer.Append(",\"prompt_text\":null"u8);
        End(buffer, choice, completionTokens: 0);
    }
}
