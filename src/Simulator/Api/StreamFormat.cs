using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>
/// Writes the chunks of one stream as vLLM does, from ready-made pieces: building a JSON tree per token would
/// cost more than sending it.
/// </summary>
internal abstract class StreamFormat(AcceptedRequest accepted)
{
    protected AcceptedRequest Accepted { get; } = accepted;

    public static StreamFormat For(AcceptedRequest accepted) => accepted.Request.Api switch
    {
        ApiKind.Chat => new ChatStreamFormat(accepted),
        ApiKind.Completions => new CompletionsStreamFormat(accepted),
        ApiKind.Responses => new ResponsesStreamFormat(accepted),
        _ => new MessagesStreamFormat(accepted),
    };

    /// <summary>Appends what is sent before anything was generated; gives the number of SSE events.</summary>
    public virtual int AppendOpening(ChunkBuffer buffer) => 0;

    /// <summary>Appends what one output of the engine becomes on the wire; gives the number of SSE events.</summary>
    public abstract int Append(ChunkBuffer buffer, in TokenStep step);

    /// <summary>Appends the usage where it is an event of its own; gives the number of SSE events.</summary>
    public virtual int AppendUsage(ChunkBuffer buffer) => 0;

    /// <summary>Appends what ends the stream; gives the number of SSE events.</summary>
    public abstract int AppendEnd(ChunkBuffer buffer);

    protected static string Escape(string text) => JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value;

    /// <summary>Appends the text of an output; the first word of a chat answer stands without its space.</summary>
    protected void AppendText(ChunkBuffer buffer, in TokenStep step, bool trimFirst)
    {
        var seed = Accepted.Plans[step.Choice].TextSeed;
        var end = step.FirstToken + Accepted.VisibleTokens(step);
        for (var position = step.FirstToken; position < end; position++)
        {
            var word = AnswerText.Token(seed, position);
            buffer.Append(trimFirst && position == 0 ? word[1..] : word);
        }
    }
}
