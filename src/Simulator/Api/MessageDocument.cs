using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>The message object of /v1/messages: the answer itself without streaming, and inside the first event with it.</summary>
internal static class MessageDocument
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(AcceptedRequest accepted, bool isOver)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Relaxed);
        json.WriteStartObject();
        json.WriteString("id", accepted.CompletionId);
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        if (isOver)
        {
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("text", WholeAnswerFormat.Text(accepted, choice: 0).TrimStart());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", accepted.Model);
        if (isOver) json.WriteString("stop_reason", accepted.Plans[0].Finish == FinishReason.Stop ? "end_turn" : "max_tokens");
        else json.WriteNull("stop_reason");
        json.WriteNull("stop_sequence");
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", accepted.Request.PromptTokens);
        json.WriteNumber("output_tokens", isOver ? accepted.OutputTokens : 0);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
