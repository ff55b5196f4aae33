using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Tokens;

/// <summary>Has the server count by its own vocabulary: POST /tokenize, as vLLM serves it. One text at a time; one thread at a time.</summary>
internal sealed class ServerTokenizer : ITokenCounter
{
    private const string Endpoint = "/tokenize";

    // A tokenizer needs milliseconds; a server under load answers when its turn comes.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    // An answer lists the id of each token, and may spell it: some 30 bytes for each of a long text.
    private const long MaxAnswerBytes = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ServerClient _client;
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly string _url;
    private readonly string _path;
    private readonly string _model;

    /// <summary>Prepares to ask; nothing is sent.</summary>
    /// <param name="target">The server.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="connectTime">How long a connection may take to open; null = no limit.</param>
    /// <param name="model">The model whose vocabulary counts.</param>
    public ServerTokenizer(TargetUrl target, ConnectionOptions options, TimeSpan? connectTime, string model)
    {
        _client = new ServerClient(target, options, connectTime, MaxAnswerBytes);
        _url = target.UrlOf(Endpoint);
        _path = $"{target.Prefix}{Endpoint}";
        _model = model;
    }

    /// <inheritdoc/>
    public string Description => $"{Endpoint} of the server, one answer at a time";

    /// <inheritdoc/>
    public int Count(string text, CancellationToken cancel)
    {
        try
        {
            // careful: .NET has no HTTP/2 for callers that wait; the thread is the counter's own.
            var (answer, failure) = _client.AskAsync(_url, Body(text), AnswerTime, cancel).GetAwaiter().GetResult();
            if (answer is null)
                throw new TokenCountException($"{_path} not reachable: {failure!.Text}");
            if (!answer.IsSuccess)
                throw new TokenCountException($"{answer.Status} {answer.Reason} for {_path}");
            if (answer.BodyProblem is { } problem)
                throw new TokenCountException($"the answer of {_path} {problem}");
            using var document = JsonDocument.Parse(answer.Body);
            return document.RootElement.GetProperty("count").GetInt32();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new TokenCountException($"{_path} answers without a count");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // A text as it was generated: no token that begins a prompt is added to it.
    private byte[] Body(string text)
    {
        _body.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_body, Plain))
        {
            json.WriteStartObject();
            json.WriteString("model"u8, _model);
            json.WriteString("prompt"u8, text);
            json.WriteBoolean("add_special_tokens"u8, value: false);
            json.WriteEndObject();
        }
        return _body.WrittenSpan.ToArray();
    }
}
