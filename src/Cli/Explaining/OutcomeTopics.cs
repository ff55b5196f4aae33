using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Recording;

namespace VllmStream.Cli.Explaining;

/// <summary>How a request ends; one text for each member of <see cref="Outcome"/>, which a test checks.</summary>
internal static class OutcomeTopics
{
    internal static IReadOnlyList<Topic> All { get; } =
    [
        Of(Outcome.Ok, "complete, with at least one token", "The answer ended with a finish_reason for every choice, or with [DONE]. If only one of the two came, a warning says which is missing. A success."),
        Of(Outcome.OkEmpty, "complete, with no token", "The answer finished properly and held no output token: an immediate stop, or a filter. A success that has no ttft."),
        Of(Outcome.NotStreamed, "one whole JSON document", "A whole answer although a stream was asked for: the server, or something before it, does not stream. A success that has e2e and no ttft. Asked for with --mode nonstream, such an answer is ok."),
        Of(Outcome.HttpError, "a status outside 200 to 299", "Any such status but 429, which is rate_limited. The error's message holds the beginning of what the server wrote; of a redirect, which the load does not follow, where it leads."),
        Of(Outcome.RateLimited, "status 429", "A gateway or server asked for less load. Its Retry-After is shown, and with --retries waited for as far as --retry-budget goes; the plan of the run is kept all the same."),
        Of(Outcome.ConnectError, "no connection", "Refused, name not found, TLS failed, unreachable, or no ports or file descriptors left here; the error's kind says which."),
        Of(Outcome.StaleConnection, "a kept connection had been closed", "The server closed an idle connection just as it was used again, and the one resend ended the same way. Raise the keep-alive time of the server or of the proxy before it."),
        Of(Outcome.Reset, "the connection broke", "A TCP reset, or a body that ended before its own framing said so: a crash, a kill, or a proxy's limit. Behind a [DONE] nothing is missing, and the answer stays what it was."),
        Of(Outcome.TimeoutConnect, "no connection in time", "Name, TCP and TLS together took longer than --timeout-connect."),
        Of(Outcome.TimeoutFirstToken, "no token in time", "Nothing generated came within --timeout-first-token. The server is queueing, or the prompt is long: raise the limit, or lower the load."),
        Of(Outcome.TimeoutIdle, "silence in the middle of an answer", "No event with data for --timeout-idle after the first token. Comments do not count as life."),
        Of(Outcome.TimeoutTotal, "the request took too long", "Longer than --timeout-total, which is off unless set."),
        Of(Outcome.ErrorInband, "an error object in the stream, before any token", "The status was 200 and the stream then carried an error. Servers do so when generation fails after the headers went out; a [DONE] behind it changes nothing."),
        Of(Outcome.ErrorInbandPartial, "an error object in the stream, after tokens", "As error_inband, in the middle of an answer. Its tokens are counted, and it is no success."),
        Of(Outcome.Truncated, "ended cleanly without finishing", "The body ended as its framing promised, with neither a finish_reason for every choice nor [DONE]: mostly a proxy that ends long streams, or a server that was stopped. A [DONE] with neither a token nor a finish_reason before it finished nothing and is truncated too."),
        Of(Outcome.ProtocolError, "not HTTP, not SSE, or unreadable", "What came back could not be read as an answer. The error's message says where it stopped making sense."),
        Of(Outcome.InvalidResponse, "a validation rule failed", "The answer came, and the expectations of its task did not hold. A 200 alone is no success then."),
        Of(Outcome.CancelledByUs, "ended by this client", "Still running when --drain was over, or stopped with the run. No fault of the server, no success, and no sample of latency."),
    ];

    private static Topic Of(Outcome outcome, string title, string text) =>
        new(TopicKind.Outcome, Words.Of(outcome), title, text);
}
