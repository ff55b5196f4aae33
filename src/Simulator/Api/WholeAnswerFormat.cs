using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>Writes the one JSON body of an answer that was not streamed.</summary>
internal static class WholeAnswerFormat
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static ReadOnlyMemory<byte> Write(AcceptedRequest accepted) => accepted.Request.Api switch
    {
        ApiKind.Responses => ResponseDocument.Write(accepted, isOver: true),
        ApiKind.Messages => MessageDocument.Write(accepted, isOver: true),
        _ => WriteCompletion(accepted),
    };

    private static ReadOnlyMemory<byte> WriteCompletion(AcceptedRequest accepted)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(bytes, Relaxed);
        var isChat = accepted.Request.Api == ApiKind.Chat;
        json.WriteStartObject();
        json.WriteString("id", accepted.CompletionId);
        json.WriteString("object", isChat ? "chat.completion" : "text_completion");
        json.WriteNumber("created", accepted.CreatedUnixSeconds);
        json.WriteString("model", accepted.Model);
        json.WriteStartArray("choices");
        for (var choice = 0; choice < accepted.Plans.Count; choice++)
        {
            if (isChat) WriteChatChoice(json, accepted, choice);
            else WriteTextChoice(json, accepted, choice);
        }

        json.WriteEndArray();
        json.WriteNull("service_tier");
        json.WriteNull("system_fingerprint");
        WriteUsage(json, accepted);
        if (isChat)
        {
            json.WriteNull("prompt_logprobs");
            WritePromptIds(json, accepted, choice: 0);
        }

        json.WriteNull("kv_transfer_params");
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }

    private static void WriteChatChoice(Utf8JsonWriter json, AcceptedRequest accepted, int choice)
    {
        var parts = new ChatParts(accepted, choice);
        json.WriteStartObject();
        json.WriteNumber("index", choice);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        if (parts.IsToolCall) json.WriteNull("content");
        else json.WriteString("content", (accepted.Request.Echo ? accepted.EchoedPrompt(choice) : "") + parts.Content);
        json.WriteNull("refusal");
        json.WriteNull("annotations");
        json.WriteNull("audio");
        json.WriteNull("function_call");
        json.WriteStartArray("tool_calls");
        if (parts.IsToolCall) WriteToolCall(json, parts);
        json.WriteEndArray();
        foreach (var name in ChatParts.ReasoningNames(accepted.Style.Reasoning))
        {
            if (parts.ThoughtTokens > 0) json.WriteString(name, parts.Thought);
            else json.WriteNull(name);
        }

        json.WriteEndObject();
        WriteEnd(json, accepted, choice);
        json.WriteEndObject();
    }

    private static void WriteToolCall(Utf8JsonWriter json, ChatParts parts)
    {
        json.WriteStartObject();
        json.WriteString("id", parts.ToolCallId);
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", parts.ToolName);
        json.WriteString("arguments", parts.Arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteTextChoice(Utf8JsonWriter json, AcceptedRequest accepted, int choice)
    {
        json.WriteStartObject();
        json.WriteNumber("index", choice);
        json.WriteString("text", (accepted.Request.Echo ? accepted.EchoedPrompt(choice) : "") + Text(accepted, choice));
        WriteEnd(json, accepted, choice);
        json.WriteNull("prompt_logprobs");
        WritePromptIds(json, accepted, choice);
        json.WriteEndObject();
    }

    private static void WriteEnd(Utf8JsonWriter json, AcceptedRequest accepted, int choice)
    {
        json.WriteNull("logprobs");
        json.WriteString("finish_reason", accepted.FinishWord(choice));
        json.WriteNull("stop_reason");
        if (!accepted.Request.ReturnTokenIds)
        {
            json.WriteNull("token_ids");
            return;
        }

        json.WriteStartArray("token_ids");
        for (var position = 0; position < accepted.Plans[choice].OutputTokens; position++) json.WriteNumberValue(accepted.TokenId(choice, position));
        json.WriteEndArray();
    }

    private static void WritePromptIds(Utf8JsonWriter json, AcceptedRequest accepted, int choice)
    {
        if (!accepted.Request.ReturnTokenIds)
        {
            json.WriteNull("prompt_token_ids");
            return;
        }

        json.WriteStartArray("prompt_token_ids");
        foreach (var id in accepted.Request.PromptOf(choice).TokenIds(accepted.Request.ContentHash)) json.WriteNumberValue(id);
        json.WriteEndArray();
    }

    private static void WriteUsage(Utf8JsonWriter json, AcceptedRequest accepted)
    {
        var prompt = accepted.Request.PromptTokens;
        var completion = accepted.OutputTokens;
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", prompt);
        json.WriteNumber("total_tokens", prompt + completion);
        json.WriteNumber("completion_tokens", completion);
        if (accepted.CachedTokens is var cached and > 0)
        {
            json.WriteStartObject("prompt_tokens_details");
            json.WriteNumber("cached_tokens", cached);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("prompt_tokens_details");
        }

        json.WriteEndObject();
    }

    /// <summary>The text of a whole answer, as the tokens spell it.</summary>
    public static string Text(AcceptedRequest accepted, int choice) =>
        AnswerText.Passage(accepted.Plans[choice].TextSeed, accepted.VisibleTokens(choice));
}
