using System.Text;

namespace VllmStream.Simulation;

/// <summary>chat.completion.chunk: in vLLM, the role chunks of all choices leave together with the first token of any.</summary>
internal sealed class ChatStreamFormat(AcceptedRequest accepted) : ChunkStreamFormat(accepted, "chat.completion.chunk")
{
    private bool rolesSent;

    public override int AppendOpening(ChunkBuffer buffer)
    {
        var events = base.AppendOpening(buffer);
        return Style.Role == RolePlace.AtOnce ? events + AppendRoles(buffer) : events;
    }

    public override int Append(ChunkBuffer buffer, in TokenStep step)
    {
        var events = rolesSent ? 0 : AppendRoles(buffer);
        // A finish chunk takes the place of an end-of-sequence token, which has no text.
        if (!Style.FinishApart || !step.IsLast || Accepted.VisibleTokens(step) > 0)
        {
            BeginDelta(buffer, step.Choice);
            AppendText(buffer, step);
            EndChoice(buffer, step, isLast: step.IsLast && !Style.FinishApart);
            events++;
        }

        if (!Style.FinishApart || !step.IsLast) return events;
        BeginDelta(buffer, step.Choice);
        if (Style.Role == RolePlace.EveryDelta) buffer.Append("\"content\":\"\""u8);
        EndChoice(buffer, step, isLast: true);
        return events + 1;
    }

    private int AppendRoles(ChunkBuffer buffer)
    {
        rolesSent = true;
        var events = 0;
        for (var choice = 0; choice < Accepted.Plans.Count && Style.Role is RolePlace.AtOnce or RolePlace.WithFirstToken; choice++, events++) AppendRole(buffer, choice);
        for (var choice = 0; choice < Accepted.Plans.Count && Accepted.Request.Echo; choice++, events++) AppendEcho(buffer, choice);
        return events;
    }

    private void AppendRole(ChunkBuffer buffer, int choice)
    {
        Begin(buffer, choice);
        buffer.Append(",\"delta\":{\"role\":\"assistant\",\"content\":"u8);
        buffer.Append(Encoding.UTF8.GetBytes(Style.RoleContent));
        buffer.Append(Style.HasVllmMembers ? "},\"logprobs\":null,\"finish_reason\":null}],\"prompt_token_ids\":"u8 : "},\"finish_reason\":null}]"u8);
        if (Style.HasVllmMembers)
        {
            AppendPromptIds(buffer, choice);
            buffer.Append(",\"prompt_text\":null"u8);
        }

        End(buffer, choice, completionTokens: 0);
    }

    // Text of the prompt, and not a token.
    private void AppendEcho(ChunkBuffer buffer, int choice)
    {
        BeginDelta(buffer, choice);
        AppendString(buffer, "content", Accepted.EchoedPrompt(choice));
        buffer.Append(Style.HasVllmMembers ? "},\"logprobs\":null,\"finish_reason\":null}]"u8 : "},\"finish_reason\":null}]"u8);
        End(buffer, choice, completionTokens: 0);
    }

    private void BeginDelta(ChunkBuffer buffer, int choice)
    {
        Begin(buffer, choice);
        buffer.Append(Style.Role == RolePlace.EveryDelta ? ",\"delta\":{\"role\":\"assistant\","u8 : ",\"delta\":{"u8);
    }

    private void AppendText(ChunkBuffer buffer, in TokenStep step)
    {
        if (Accepted.Request is { ReasoningTokens: 0, ToolName: null })
        {
            buffer.Append("\"content\":\""u8);
            AppendText(buffer, step, trimFirst: true);
            buffer.Append("\""u8);
            return;
        }

        var parts = new ChatParts(Accepted, step.Choice);
        var end = step.FirstToken + Accepted.VisibleTokens(step);
        var thought = Math.Clamp(parts.ThoughtTokens, step.FirstToken, end);
        var separator = "";
        if (thought > step.FirstToken)
        {
            foreach (var name in ChatParts.ReasoningNames(Style.Reasoning))
            {
                AppendString(buffer, separator + name, parts.Words(step.FirstToken, thought));
                separator = ",";
            }

            if (thought == end) return;
            buffer.Append(","u8);
        }

        if (parts.IsToolCall && thought < end) AppendToolCall(buffer, parts, thought, end);
        else AppendString(buffer, "content", parts.Words(thought, end));
    }

    private static void AppendToolCall(ChunkBuffer buffer, ChatParts parts, int from, int to)
    {
        var isFirst = from == parts.ThoughtTokens;
        buffer.Append("\"tool_calls\":[{"u8);
        if (isFirst)
        {
            AppendString(buffer, "id", parts.ToolCallId);
            buffer.Append(",\"type\":\"function\","u8);
        }

        buffer.Append("\"index\":0,\"function\":{"u8);
        if (isFirst)
        {
            AppendString(buffer, "name", parts.ToolName!);
            buffer.Append(","u8);
        }

        AppendString(buffer, "arguments", parts.ArgumentsOf(from, to));
        buffer.Append("}}]"u8);
    }

    private void EndChoice(ChunkBuffer buffer, in TokenStep step, bool isLast)
    {
        buffer.Append(Style.HasVllmMembers ? "},\"logprobs\":null,\"finish_reason\":"u8 : "},\"finish_reason\":"u8);
        AppendFinishReason(buffer, step.Choice, isLast);
        if (Style.HasVllmMembers)
        {
            if (isLast) buffer.Append(",\"stop_reason\":null"u8);
            buffer.Append(",\"token_ids\":"u8);
            AppendTokenIds(buffer, step);
        }

        AppendChoiceMembers(buffer);
        buffer.Append("}]"u8);
        End(buffer, step.Choice, step.FirstToken + step.Tokens);
    }

    private static void AppendString(ChunkBuffer buffer, string name, string value)
    {
        var isSeparated = name.StartsWith(',');
        buffer.Append(Encoding.UTF8.GetBytes($"{(isSeparated ? "," : "")}\"{(isSeparated ? name[1..] : name)}\":\"{Escape(value)}\""));
    }
}
