using System.Buffers;
using System.Text;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

/// <summary>Feeds a body to an <see cref="AnswerReader"/> as a runner would, at times of the test's choice, and holds what came out.</summary>
public sealed class Answer
{
    /// <summary>When the request was sent.</summary>
    public const double SentMs = 1_000_000;

    private readonly AnswerReader _reader;
    private readonly List<byte> _unread = [];
    private RequestMarks _marks = new() { Sent = Ticks.FromMs(SentMs) };

    private Answer(AnswerReader reader) => _reader = reader;

    public TextCollector Text { get; } = new();

    public AnswerResult Result { get; private set; } = new();

    public RequestMarks Marks => _marks;

    /// <summary>Gaps between its token events.</summary>
    public int[] Gaps => Result.Gaps[..Result.GapCount];

    /// <summary>Milliseconds from sending to a mark; null when it did not happen.</summary>
    public static double? Since(long mark) => mark == 0 ? null : Math.Round(Ticks.ToMs(mark) - SentMs, 3);

    /// <summary>One read per part, at its time.</summary>
    public static Answer Timed(params (double AtMs, string Bytes)[] parts) => Timed(new AnswerAsk(), parts);

    public static Answer Timed(AnswerAsk ask, params (double AtMs, string Bytes)[] parts)
        => Run(ask, parts.Select(part => (part.AtMs, Encoding.UTF8.GetBytes(part.Bytes))));

    /// <summary>The body cut at these offsets, one read per piece, a millisecond apart.</summary>
    public static Answer Cut(AnswerAsk ask, byte[] body, params int[] cuts)
    {
        int[] edges = [0, .. cuts, body.Length];
        return Run(ask, edges.Zip(edges.Skip(1)).Select((edge, index) => ((double)index, body[edge.First..edge.Second])));
    }

    public static Answer Run(AnswerAsk ask, IEnumerable<(double AtMs, byte[] Bytes)> parts)
    {
        using var reader = new AnswerReader();
        return Run(reader, ask, parts);
    }

    /// <summary>With a reader that may have been used before.</summary>
    public static Answer Run(AnswerReader reader, AnswerAsk ask, IEnumerable<(double AtMs, byte[] Bytes)> parts)
    {
        var answer = new Answer(reader);
        answer.Begin(ask);
        foreach (var (atMs, bytes) in parts)
            answer.Arrive(atMs, bytes);
        answer.End(ask.End);
        return answer;
    }

    private void Begin(AnswerAsk ask)
        => _reader.Begin(ask.Endpoint, ask.StreamAsked, ask.ContentType, ask.Choices, ask.Meter, ask.CollectText ? Text : null, ask.ExpectedTokens);

    private void Arrive(double atMs, byte[] bytes)
    {
        _unread.AddRange(bytes);
        var body = new ReadOnlySequence<byte>(_unread.ToArray());
        var length = body.Length;
        _reader.Read(ref body, Ticks.FromMs(SentMs + atMs), ref _marks);
        _unread.RemoveRange(0, (int)(length - body.Length));
    }

    private void End(BodyEnd end)
    {
        var rest = new ReadOnlySequence<byte>(_unread.ToArray());
        Result = _reader.Complete(ref rest, ref _marks, end);
        Assert.True(rest.IsEmpty);
    }
}
