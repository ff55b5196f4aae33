using System.Text;

namespace VllmStream.Simulation;

/// <summary>The typed events of /v1/responses: created and in_progress at once, one message of text, the whole of it again at the end, completed with the usage.</summary>
internal sealed class ResponsesStreamFormat(AcceptedRequest accepted) : StreamFormat(accepted)
{
    private const string Item = "\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0";

    private int sequence;
    private bool started;

    public override int AppendOpening(ChunkBuffer buffer)
    {
        var response = Encoding.UTF8.GetString(ResponseDocument.Write(Accepted, isOver: false).Span);
        Event(buffer, "response.created", $"\"response\":{response}");
        Event(buffer, "response.in_progress", $"\"response\":{response}");
        return 2;
    }

    public override int Append(ChunkBuffer buffer, in TokenStep step)
    {
        var events = 0;
        if (!started)
        {
            started = true;
            events = 2;
            Event(buffer, "response.output_item.added", "\"output_index\":0,\"item\":{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"in_progress\",\"role\":\"assistant\",\"content\":[]}");
            Event(buffer, "response.content_part.added", Item + ",\"part\":{\"type\":\"output_text\",\"text\":\"\",\"annotations\":[]}");
        }

        // The end-of-sequence token has no text, and so no event.
        if (Accepted.VisibleTokens(step) == 0) return events;
        buffer.Append("event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"item_id\":\"msg_1\",\"output_index\":0,\"content_index\":0,\"delta\":\""u8);
        AppendText(buffer, step, trimFirst: true);
        buffer.Append("\",\"sequence_number\":"u8);
        buffer.Append(sequence++);
        buffer.Append("}\n\n"u8);
        return events + 1;
    }

    public override int AppendEnd(ChunkBuffer buffer)
    {
        var text = Escape(WholeAnswerFormat.Text(Accepted, choice: 0).TrimStart());
        var part = $"{{\"type\":\"output_text\",\"text\":\"{text}\",\"annotations\":[]}}";
        var isWhole = Accepted.Plans[0].Finish == FinishReason.Stop;
        Event(buffer, "response.output_text.done", $"{Item},\"text\":\"{text}\"");
        Event(buffer, "response.content_part.done", $"{Item},\"part\":{part}");
        Event(buffer, "response.output_item.done", $"\"output_index\":0,\"item\":{{\"id\":\"msg_1\",\"type\":\"message\",\"status\":\"completed\",\"role\":\"assistant\",\"content\":[{part}]}}");
        var response = Encoding.UTF8.GetString(ResponseDocument.Write(Accepted, isOver: true).Span);
        Event(buffer, isWhole ? "response.completed" : "response.incomplete", $"\"response\":{response}");
        return 4;
    }

    private void Event(ChunkBuffer buffer, string type, string members) =>
        buffer.Append(Encoding.UTF8.GetBytes($"event: {type}\ndata: {{\"type\":\"{type}\",{members},\"sequence_number\":{sequence++}}}\n\n"));
}
