using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VllmStream.Profiling.Api;

/// <summary>Writes a request body member by member; members of the extra body replace ours of the same name.</summary>
/// <remarks>The extra body replaces whole members and is not merged into them: what the user wrote is what the server gets.</remarks>
internal readonly ref struct RequestBody : IDisposable
{
    // Prompts are sent as they are: escaping every non-ASCII char would triple a Chinese prompt and change what is measured.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonDocumentOptions ExtraOptions = new() { AllowDuplicateProperties = false };

    // One for each thread, because making one costs more than writing a short request.
    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    private readonly JsonDocument? _extra;

    /// <summary>Begins a body.</summary>
    /// <exception cref="JsonException">The extra body is not one JSON object (options are validated before, so this is a bug).</exception>
    public RequestBody(IBufferWriter<byte> body, string? extra)
    {
        _extra = extra is null ? null : JsonDocument.Parse(extra, ExtraOptions);
        if (_extra is not null && _extra.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("the extra body is not a JSON object");
        Writer = t_writer ??= new Utf8JsonWriter(body, Options);
        Writer.Reset(body);
        Writer.WriteStartObject();
    }

    /// <summary>For members with a structure of their own; ask <see cref="Wants"/> first.</summary>
    public Utf8JsonWriter Writer { get; }

    /// <summary>False when the extra body has its own member of this name.</summary>
    public bool Wants(ReadOnlySpan<byte> name) => _extra is null || !_extra.RootElement.TryGetProperty(name, out _);

    /// <summary>Writes a text member.</summary>
    public void Write(ReadOnlySpan<byte> name, string value)
    {
        if (Wants(name))
            Writer.WriteString(name, value);
    }

    /// <summary>Writes a switch.</summary>
    public void Write(ReadOnlySpan<byte> name, bool value)
    {
        if (Wants(name))
            Writer.WriteBoolean(name, value);
    }

    /// <summary>Writes a number when there is one.</summary>
    public void Write(ReadOnlySpan<byte> name, long? value)
    {
        if (value is { } number && Wants(name))
            Writer.WriteNumber(name, number);
    }

    /// <summary>Writes a number when there is one.</summary>
    public void Write(ReadOnlySpan<byte> name, double? value)
    {
        if (value is { } number && Wants(name))
            Writer.WriteNumber(name, number);
    }

    /// <summary>Writes texts as an array, when there are any.</summary>
    public void WriteTexts(ReadOnlySpan<byte> name, IReadOnlyList<PromptText>? texts)
    {
        if (texts is null || !Wants(name))
            return;
        Writer.WriteStartArray(name);
        foreach (var text in texts)
            text.WriteTo(Writer);
        Writer.WriteEndArray();
    }

    /// <summary>Writes the conversation that ends with the prompt.</summary>
    /// <param name="name">Name of the member.</param>
    /// <param name="system">Stands first, as a message; null = none, or it has a member of its own.</param>
    /// <param name="request">History and prompt.</param>
    public void WriteConversation(ReadOnlySpan<byte> name, string? system, in RequestSpec request)
    {
        if (!Wants(name))
            return;
        Writer.WritePropertyName(name);
        if (request.RawMessages is { } raw)
        {
            raw.WriteTo(Writer, request.RawNonce);
            return;
        }
        Writer.WriteStartArray();
        if (system is not null)
            WriteMessage("system", system);
        foreach (var message in request.History ?? [])
            WriteMessage(message.Role, message.Text);
        WriteMessage("user", request.Prompt);
        Writer.WriteEndArray();
    }

    /// <summary>Writes how tokens are drawn.</summary>
    public void WriteSampling(in RequestSpec request)
    {
        Write("temperature"u8, request.Temperature);
        Write("top_p"u8, request.TopP);
    }

    /// <summary>Writes what both APIs of completions have beside the prompt.</summary>
    public void WriteSettings(in RequestSpec request)
    {
        Write("stream"u8, request.Stream);
        // A server that refuses the unknown member gets a request without it; continuous usage is nothing without the final one.
        if (request.Stream && (request.IncludeUsage || request.ContinuousUsage) && Wants("stream_options"u8))
        {
            Writer.WriteStartObject("stream_options"u8);
            Writer.WriteBoolean("include_usage"u8, value: true);
            if (request.ContinuousUsage)
                Writer.WriteBoolean("continuous_usage_stats"u8, value: true);
            Writer.WriteEndObject();
        }

        if (request.TokenIds)
            Write("return_token_ids"u8, value: true);
        Write("max_tokens"u8, request.MaxTokens);
        if (request.IgnoreEos)
        {
            // min_tokens as well: ignore_eos alone still lets a stop token of the template end the answer.
            Write("min_tokens"u8, request.MaxTokens);
            Write("ignore_eos"u8, value: true);
        }

        if (request.Choices > 1)
            Write("n"u8, (long?)request.Choices);
        WriteSampling(request);
        Write("seed"u8, request.Seed);
        if (request.CacheSalt is { } salt)
            Write("cache_salt"u8, salt);
    }

    private void WriteMessage(string role, PromptText content)
    {
        Writer.WriteStartObject();
        Writer.WriteString("role"u8, role);
        content.WriteTo(Writer, "content"u8);
        Writer.WriteEndObject();
    }

    /// <summary>Adds the extra body and ends the object.</summary>
    public void End()
    {
        if (_extra is not null)
        {
            foreach (var member in _extra.RootElement.EnumerateObject())
                member.WriteTo(Writer);
        }

        Writer.WriteEndObject();
        Writer.Flush();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        // It must not keep the buffer of a request that is over.
        Writer.Reset(Stream.Null);
        _extra?.Dispose();
    }
}
