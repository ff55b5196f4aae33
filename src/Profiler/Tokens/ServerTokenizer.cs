using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Tokens;

/// <summary>Has the server count by its own vocabulary: POST /tokenize, as vLLM serves it. One text at a time; one thread at a time.</summary>
internal sealed class ServerTokenizer : ITokenCounter
{
    // A tokenizer needs milliseconds; a server under load answers when its turn comes.
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(30);

    // An answer lists the id of each token, and may spell it: some 30 bytes for each of a long text.
    private const long MaxAnswerBytes = 64 * 1024 * 1024;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ServerClient _client;
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly Uri _url;
    private readonly string _model;

    /// <summary>Prepares to ask; nothing is sent.</summary>
    /// <param name="target">The server.</param>
    /// <param name="options">How it is reached.</param>
    /// <param name="model">The model whose vocabulary counts.</param>
    public ServerTokenizer(TargetUrl target, ConnectionOptions options, string model)
    {
        _client = new ServerClient(target, options, AnswerTime, MaxAnswerBytes);
        _url = new Uri(target.UrlOf("/tokenize"));
        _model = model;
    }

    /// <inheritdoc/>
    public string Description => "/tokenize of the server, one answer at a time";

    /// <inheritdoc/>
    public int Count(string text, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = Body(text) };
        try
        {
            using var answer = _client.Client.Send(request, cancel);
            if (!answer.IsSuccessStatusCode)
                throw new TokenCountException($"{(int)answer.StatusCode} {answer.ReasonPhrase} for {_url.AbsolutePath}");
            using var stream = answer.Content.ReadAsStream(cancel);
            using var document = JsonDocument.Parse(stream);
            return document.RootElement.GetProperty("count").GetInt32();
        }
        catch (HttpRequestException e)
        {
            throw new TokenCountException($"{_url.AbsolutePath} not reachable: {_client.TlsProblem(e)?.Text ?? ServerClient.Reason(e)}");
        }
        catch (OperationCanceledException)
        {
            throw new TokenCountException(cancel.IsCancellationRequested ? "interrupted" : $"no answer from {_url.AbsolutePath} within {AnswerTime.TotalSeconds:0} s");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IOException)
        {
            throw new TokenCountException($"{_url.AbsolutePath} answers without a count");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    // A text as it was generated: no token that begins a prompt is added to it.
    private ByteArrayContent Body(string text)
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
        var content = new ByteArrayContent(_body.WrittenSpan.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
