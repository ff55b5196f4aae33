namespace VllmStream.Profiling.Api;

/// <summary>The words for why a choice ended; the usual ones are shared so that an answer that ends normally allocates none.</summary>
public static class FinishReasons
{
    /// <summary>The model ended, or a stop string was met.</summary>
    public const string Stop = "stop";

    /// <summary>max_tokens was reached.</summary>
    public const string Length = "length";

    /// <summary>The model calls tools.</summary>
    public const string ToolCalls = "tool_calls";

    /// <summary>A filter of the provider cut the answer.</summary>
    public const string ContentFilter = "content_filter";

    /// <summary>The provider failed in mid-answer (OpenRouter).</summary>
    public const string Error = "error";

    /// <summary>The server gave the request up (vLLM).</summary>
    public const string Abort = "abort";

    // A hostile server must not make us keep megabytes for one word.
    private const int MaxLength = 64;

    /// <summary>The word; null for an empty one (TGI sends "" while it goes on).</summary>
    internal static string? Intern(ReadOnlySpan<byte> raw, bool escaped)
    {
        if (raw.IsEmpty)
            return null;
        if (raw.SequenceEqual("stop"u8))
            return Stop;
        if (raw.SequenceEqual("length"u8))
            return Length;
        if (raw.SequenceEqual("tool_calls"u8))
            return ToolCalls;
        if (raw.SequenceEqual("content_filter"u8))
            return ContentFilter;
        if (raw.SequenceEqual("error"u8))
            return Error;
        if (raw.SequenceEqual("abort"u8))
            return Abort;
        return JsonText.Decode(raw, escaped, MaxLength);
    }
}
