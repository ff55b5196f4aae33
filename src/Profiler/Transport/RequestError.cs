using System.Text.Json.Serialization;
using VllmStream.Profiling.Server;

namespace VllmStream.Profiling.Transport;

/// <summary>Why a request, or the connection it needed, failed. Texts are the server's own, capped and redacted where they are written.</summary>
/// <param name="Kind">A stable word: refused, dns, tls, ports, fds, unreachable, reset, eof, http_404, server_error, html, ndjson, ...</param>
/// <param name="Message">One line for a person.</param>
/// <param name="Tail">The last bytes of what the server sent, when they help.</param>
public sealed record RequestError(string Kind, string? Message, string? Tail = null)
{
    /// <summary>Kind of a request whose user left, as planned.</summary>
    public const string Left = "left";

    /// <summary>Where the server sent us instead; null when it did not. Its words are in the message.</summary>
    [JsonIgnore]
    public Redirect? Redirect { get; init; }
}
