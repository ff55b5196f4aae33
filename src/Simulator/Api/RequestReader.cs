using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>Turns the bytes of a body into a valid request or into the refusal vLLM would give, checked in vLLM's order.</summary>
internal sealed class RequestReader(SimulatorOptions options)
{
    // vLLM's default of the completions endpoint; chat runs up to the end of the context instead.
    private const int DefaultCompletionTokens = 16;

    // Bounds the work that one request can ask for, over all its prompts; far above what clients send.
    private const int MaxSequences = 4096;

    public bool TryRead(ApiKind api, ReadOnlyMemory<byte> body, [NotNullWhen(true)] out GenerationRequest? request, [NotNullWhen(false)] out ApiError? error)
    {
        request = null;
        if (!BodyDocument.TryParse(body, out var document, out error)) return false;
        using var _ = document;
        var fields = new BodyFields(document.RootElement);
        var read = Read(api, fields);
        error = fields.Error;
        if (error is not null) return false;
        request = read;
        return true;
    }

    private GenerationRequest Read(ApiKind api, BodyFields fields)
    {
        var prompts = PromptReader.Read(api, fields);
        var stream = fields.Bool("stream");
        var (includeUsage, continuousUsage) = ReadStreamOptions(fields, stream);
        var temperature = fields.Number("temperature");
        var maxTokens = ReadMaxTokens(api, fields);
        var minTokens = fields.Int("min_tokens") ?? 0;
        var choices = fields.Int("n") ?? 1;
        if (fields.Text("model") is { } model && model != options.Model) fields.Fail(ApiError.UnknownModel(model));
        if (choices < 1) fields.Fail(ApiError.Engine($"n must be at least 1, got {choices}."));
        if ((long)choices * prompts.Count > MaxSequences) fields.Fail(ApiError.Engine($"A request can have at most {MaxSequences} sequences, got {(long)choices * prompts.Count}."));
        if (maxTokens < 1) fields.Fail(ApiError.Engine($"max_tokens must be at least 1, got {maxTokens}."));
        if (minTokens < 0) fields.Fail(ApiError.Engine($"min_tokens must be greater than or equal to 0, got {minTokens}."));
        if (minTokens > maxTokens) fields.Fail(ApiError.Engine($"min_tokens must be less than or equal to max_tokens={maxTokens}, got {minTokens}."));
        foreach (var prompt in prompts) CheckLength(fields, prompt.Tokens, maxTokens);
        return new GenerationRequest
        {
            Api = api,
            Prompts = prompts,
            Choices = choices,
            MaxTokens = maxTokens ?? int.MaxValue,
            MinTokens = minTokens,
            IgnoreEos = fields.Bool("ignore_eos"),
            Stream = stream,
            IncludeUsage = includeUsage,
            ContinuousUsage = includeUsage && continuousUsage,
            ReturnTokenIds = fields.Bool("return_token_ids"),
            Echo = api is ApiKind.Chat or ApiKind.Completions && fields.Bool("echo"),
            ReasoningTokens = api == ApiKind.Chat && !IsThinkingOff(fields) ? options.ReasoningTokens : 0,
            ToolName = api == ApiKind.Chat && options.ToolCalls ? ReadTool(fields) : null,
            IsRepeatable = temperature == 0 || fields.Find("seed") is not null,
            RequestId = fields.Text("request_id"),
            ContentHash = HashContent(api, fields),
        };
    }

    private static bool IsThinkingOff(BodyFields fields) =>
        fields.Find("include_reasoning") is { ValueKind: JsonValueKind.False }
        || fields.Find("reasoning_effort") is { ValueKind: JsonValueKind.String } effort && effort.ValueEquals("none"u8)
        || fields.Find("chat_template_kwargs") is { ValueKind: JsonValueKind.Object } template && template.TryGetProperty("enable_thinking", out var thinking) && thinking.ValueKind == JsonValueKind.False;

    // The first function that is offered.
    private static string? ReadTool(BodyFields fields)
    {
        if (fields.Find("tool_choice") is { ValueKind: JsonValueKind.String } choice && choice.ValueEquals("none"u8)) return null;
        if (fields.Find("tools") is not { ValueKind: JsonValueKind.Array } tools || tools.GetArrayLength() == 0) return null;
        if (tools[0].ValueKind == JsonValueKind.Object && tools[0].TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object
            && function.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String) return name.GetString();
        fields.FailMistyped("tools", "Input should be a list of functions with names");
        return null;
    }

    private static int? ReadMaxTokens(ApiKind api, BodyFields fields)
    {
        switch (api)
        {
            case ApiKind.Chat:
                return fields.Int("max_completion_tokens") ?? fields.Int("max_tokens");
            case ApiKind.Completions:
                return fields.Int("max_tokens") ?? DefaultCompletionTokens;
            case ApiKind.Responses:
                return fields.Int("max_output_tokens");
            default:
                if (fields.Find("max_tokens") is null) fields.FailMissing("max_tokens");
                return fields.Int("max_tokens");
        }
    }

    // What the model would see: the prompt, and the client's seed. Limits and streaming change how much of an answer is sent, not its words.
    private static ulong HashContent(ApiKind api, BodyFields fields)
    {
        var hash = ContentHash.Start;
        if (fields.Find(api.PromptMember()) is { } prompt) hash = ContentHash.Add(hash, JsonMarshal.GetRawUtf8Value(prompt));
        if (fields.Find("seed") is { } seed) hash = ContentHash.Add(hash, JsonMarshal.GetRawUtf8Value(seed));
        return hash;
    }

    private static (bool IncludeUsage, bool ContinuousUsage) ReadStreamOptions(BodyFields fields, bool stream)
    {
        if (fields.Find("stream_options") is not { } value) return default;
        if (value.ValueKind != JsonValueKind.Object)
        {
            fields.FailMistyped("stream_options", "Input should be a valid dictionary");
            return default;
        }

        if (!stream) fields.Fail(ApiError.Validation("[{'type': 'value_error', 'loc': ('body',), 'msg': 'Value error, Stream options can only be defined when `stream=True`.'}]"));
        var inner = new BodyFields(value);
        var read = (inner.Bool("include_usage"), inner.Bool("continuous_usage_stats"));
        if (inner.Error is { } error) fields.Fail(error);
        return read;
    }

    private void CheckLength(BodyFields fields, int promptTokens, int? maxTokens)
    {
        var limit = options.MaxModelLen;
        if (promptTokens >= limit)
        {
            fields.Fail(ApiError.Engine(
                $"This model's maximum context length is {limit} tokens. However, your request has {promptTokens} input tokens. Please reduce the length of the input messages."));
        }
        else if (maxTokens > limit - promptTokens)
        {
            fields.Fail(ApiError.Engine(
                $"'max_tokens' or 'max_completion_tokens' is too large: {maxTokens}. This model's maximum context length is {limit} tokens and your request has {promptTokens} input tokens ({maxTokens} > {limit} - {promptTokens})."));
        }
    }
}
