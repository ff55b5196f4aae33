using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>
/// The simulator's own log of one answer. The steps are what it wrote: for a recipe its items, of which <c>tail</c> is three. Times count
/// from when the client sent the request: both have one clock, so that a simulator which was late to take it is not taken for a client
/// that reads late.
/// </summary>
/// <param name="line">Its line.</param>
/// <param name="sentUs">When the client says it sent the request, by the clock of the log; null = it does not say.</param>
internal sealed class AnswerLog(JsonElement line, double? sentUs) : ISendLog
{
    // What the client says of the sending is believed within what can be: hardly after the arrival, and not long before it.
    private const double MostLagUs = 1_000_000;

    private readonly double _fromUs = From(line.GetProperty("arrival").GetDouble(), sentUs);
    private readonly JsonElement[] _events = [.. line.GetProperty("events").EnumerateArray()];

    /// <summary>True if the request asked for a stream.</summary>
    public bool IsStream => line.GetProperty("stream").GetBoolean();

    /// <summary>True once the answer was at its end, or its client gone.</summary>
    public bool IsFinished => line.GetProperty("finished").GetBoolean();

    /// <summary>How many answers the request asked for.</summary>
    public int Choices => line.GetProperty("sequences").GetArrayLength();

    /// <summary>When the request was there, in milliseconds of the clock.</summary>
    public double ArrivedMs => line.GetProperty("arrival").GetDouble() / 1000;

    /// <summary>Milliseconds to the last write, behind which the body ends.</summary>
    public double EndMs => SentMs(_events.Length - 1);

    public double SentMs(int step) => (WriteUs(step) - _fromUs) / 1000;

    /// <summary>Milliseconds to when the last byte of a step had left that leaves by itself.</summary>
    public double FlushedMs(int step) => SentMs(step) + DoubtMs(step);

    public double DoubtMs(int step) => (_events[step][3].GetDouble() - WriteUs(step)) / 1000;

    private static double From(double arrivalUs, double? sentUs) =>
        sentUs is { } sent && arrivalUs - sent is > -1000 * Expect.EarlyMs and < MostLagUs ? sent : arrivalUs;

    private double WriteUs(int step) => _events[step][2].GetDouble();
}
