using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A script for one answer: status, headers, and body bytes on an absolute schedule. Built by chained calls, then only read.</summary>
internal sealed class Reply
{
    private readonly List<KeyValuePair<string, string>> _headers = [];
    private readonly List<ReplyStep> _steps = [];

    public int Status { get; private set; } = 200;

    public string Reason { get; private set; } = "OK";

    public IReadOnlyList<KeyValuePair<string, string>> Headers => _headers;

    public IReadOnlyList<ReplyStep> Steps => _steps;

    public BodyFraming Framing { get; private set; } = BodyFraming.Chunked;

    /// <summary>Promised Content-Length; null = the true one.</summary>
    public long? PromisedLength { get; private set; }

    public Ending Ending { get; private set; } = Ending.KeepAlive;

    /// <summary>When the body ends; null = straight after the last step.</summary>
    public double? EndAtMs { get; private set; }

    public double HeadAtMs { get; private set; }

    /// <summary>Most bytes per send; 0 = a step is one send.</summary>
    public int SegmentBytes { get; private set; }

    public double SegmentMs { get; private set; }

    /// <summary>True leaves Nagle's algorithm on.</summary>
    public bool Nagle { get; private set; }

    /// <summary>True sends nothing at all and goes straight to <see cref="Ending"/>.</summary>
    public bool Silent { get; private set; }

    /// <summary>A streamed answer: 200, text/event-stream, chunked.</summary>
    public static Reply Sse() => new Reply().With("Content-Type", "text/event-stream; charset=utf-8");

    /// <summary>A streamed answer that is sent whole at once.</summary>
    public static Reply Sse(params byte[][] parts) => Sse().At(0, parts);

    /// <summary>A JSON document with Content-Length.</summary>
    public static Reply Json(string body, int status = 200) =>
        new Reply().WithStatus(status).With("Content-Type", "application/json").Framed(BodyFraming.ContentLength).At(0, Encoding.UTF8.GetBytes(body));

    /// <summary>Any other document with Content-Length; no Content-Type when null.</summary>
    public static Reply Document(string? contentType, string body, int status = 200)
    {
        var reply = new Reply().WithStatus(status).Framed(BodyFraming.ContentLength);
        if (contentType is not null)
            reply.With("Content-Type", contentType);
        return reply.At(0, Encoding.UTF8.GetBytes(body));
    }

    /// <summary>No answer at all.</summary>
    public static Reply Nothing(Ending ending) => new() { Silent = true, Ending = ending };

    /// <summary>A complete chat answer with these tokens, each at its time; usage is the number of tokens.</summary>
    public static Reply Chat(double firstMs, double gapMs, int tokens, int promptTokens = 5)
    {
        var reply = Sse().At(0, CaseBytes.R());
        for (var i = 0; i < tokens; i++)
            reply.At(firstMs + i * gapMs, CaseBytes.C("t" + i + " "));
        return reply.Then(CaseBytes.F(), CaseBytes.U(promptTokens, tokens), CaseBytes.D());
    }

    public Reply At(double ms, params byte[][] parts)
    {
        _steps.Add(new ReplyStep(ms, CaseBytes.Join(parts)));
        return this;
    }

    public Reply Then(params byte[][] parts)
    {
        _steps.Add(new ReplyStep(null, CaseBytes.Join(parts)));
        return this;
    }

    public Reply With(string header, string value)
    {
        _headers.Add(new(header, value));
        return this;
    }

    public Reply WithContentType(string value)
    {
        _headers.RemoveAll(h => string.Equals(h.Key, "Content-Type", StringComparison.OrdinalIgnoreCase));
        return With("Content-Type", value);
    }

    public Reply WithStatus(int status, string reason = "Status") => Set(() => (Status, Reason) = (status, status == 200 ? "OK" : reason));

    public Reply Framed(BodyFraming framing, long? promisedLength = null) => Set(() => (Framing, PromisedLength) = (framing, promisedLength));

    public Reply EndsWith(Ending ending, double? atMs = null) => Set(() => (Ending, EndAtMs) = (ending, atMs));

    public Reply HeadAt(double ms) => Set(() => HeadAtMs = ms);

    public Reply Segmented(int bytes, double everyMs = 0) => Set(() => (SegmentBytes, SegmentMs) = (bytes, everyMs));

    public Reply WithNagle() => Set(() => Nagle = true);

    private Reply Set(Action change)
    {
        change();
        return this;
    }
}
