namespace VllmStream.Simulation;

/// <summary>The typed events of /v1/messages: message_start with the first token, one block of text, message_delta with the usage, message_stop.</summary>
internal sealed class MessagesStreamFormat(AcceptedRequest accepted) : StreamFormat(accepted)
{
    private bool started;

    public override int Append(ChunkBuffer buffer, in TokenStep step)
    {
        var events = 0;
        if (!started)
        {
            started = true;
            events = 2;
            buffer.Append("event: message_start\ndata: {\"type\":\"message_start\",\"message\":"u8);
            buffer.Append(MessageDocument.Write(Accepted, isOver: false).Span);
            buffer.Append("}"u8);
            buffer.Append("\n\nevent: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"u8);
        }

        // The end-of-sequence token has no text, and so no event.
        if (Accepted.VisibleTokens(step) == 0) return events;
        buffer.Append("event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""u8);
        AppendText(buffer, step, trimFirst: true);
        buffer.Append("\"}}\n\n"u8);
        return events + 1;
    }

    public override int AppendEnd(ChunkBuffer buffer)
    {
        buffer.Append("event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n"u8);
        buffer.Append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\""u8);
        buffer.Append(Accepted.Plans[0].Finish == FinishReason.Stop ? "end_turn"u8 : "max_tokens"u8);
        buffer.Append("\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"u8);
        buffer.Append(Accepted.OutputTokens);
        buffer.Append("}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"u8);
        return 3;
    }
}
