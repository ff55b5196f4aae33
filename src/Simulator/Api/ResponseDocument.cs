using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>The response object of /v1/responses: the answer itself without streaming, and inside the first and last events with it.</summary>
internal static class ResponseDocument
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(AcceptedRequest accepted, bool isOver)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Relaxed);
        var isWhole = accepted.Plans[0].Finish == FinishReason.Stop;
        json.WriteStartObject();
        json.WriteString("id", accepted.CompletionId);
        json.WriteString("object", "response");
        json.WriteNumber("created_at", accepted.CreatedUnixSeconds);
        json.WriteString("status", !isOver ? "in_progress" : isWhole ? "completed" : "incomplete");
        json.WriteNull("error");
        if (isOver && !isWhole)
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", "max_output_tokens");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details");
        }

        json.WriteNull("instructions");
        json.WriteNull("metadata");
        json.WriteString("model", accepted.Model);
        json.WriteStartArray("output");
        if (isOver) WriteMessage(json, accepted);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls", true);
        json.WriteNumber("temperature", 1);
        json.WriteString("tool_choice", "auto");
        json.WriteStartArray("tools");
        json.WriteEndArray();
        json.WriteNumber("top_p", 1);
        if (isOver) WriteUsage(json, accepted);
        else json.WriteNull("usage");
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteMessage(Utf8JsonWriter json, AcceptedRequest accepted)
    {
        json.WriteStartObject();
        json.WriteString("id", "msg_1");
        json.WriteString("type", "message");
        json.WriteString("status", "completed");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        json.WriteStartObject();
        json.WriteString("type", "output_text");
        json.WriteString("text", WholeAnswerFormat.Text(accepted, choice: 0).TrimStart());
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, AcceptedRequest accepted)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", accepted.Request.PromptTokens);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", accepted.CachedTokens);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", accepted.OutputTokens);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", 0);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", accepted.Request.PromptTokens + accepted.OutputTokens);
        json.WriteEndObject();
    }
}
