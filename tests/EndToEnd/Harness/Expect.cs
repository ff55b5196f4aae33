namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Judgements that many cases share.</summary>
internal static class Expect
{
    /// <summary>How late a reading may be and still be right on a machine that is not busy; the wrong answers are off by much more.</summary>
    public const double LateMs = 50;

    /// <summary>
    /// A reading counts from the instant at which the client knows that the socket took the request. The server has it a moment
    /// earlier; when the client loses its core just then, the moment grows.
    /// </summary>
    public const double EarlyMs = 15;

    // Noise beyond this would make right and wrong answers alike.
    private const double MostNoiseMs = 150;

    /// <summary>What a busy machine adds to every tolerance.</summary>
    private static double NoiseMs => Math.Min(MostNoiseMs, 2 * MachineNoise.RecentMs);

    /// <summary>The reading is the true time, give or take.</summary>
    public static void Near(double trueMs, double? readMs, double lateMs = LateMs)
    {
        Assert.True(readMs is not null, $"null instead of {trueMs:0.0} ms");
        var noise = NoiseMs;
        Assert.True(readMs >= trueMs - EarlyMs - noise / 3 && readMs <= trueMs + lateMs + noise, $"{readMs:0.0} ms instead of {trueMs:0.0} ms (noise {noise:0.0} ms)");
    }

    /// <summary>Two figures agree; for times that a machine's noise enters, see <see cref="Time"/>.</summary>
    public static void Within(double expected, double? actual, double tolerance)
    {
        Assert.True(actual is not null, $"null instead of {expected:0.###}");
        Assert.True(Math.Abs(actual.Value - expected) <= tolerance, $"{actual:0.###} instead of {expected:0.###} ± {tolerance:0.###}");
    }

    /// <summary>A time agrees within a tolerance that grows with the noise of the machine; a mean over so many gaps shares the noise out.</summary>
    public static void Time(double expectedMs, double? actualMs, double toleranceMs, double gaps = 1) => Within(expectedMs, actualMs, toleranceMs + NoiseMs / gaps);

    /// <summary>A gap is that between the sends of two steps, within the doubt of when they left.</summary>
    public static void Gap(ISendLog log, int first, int second, double? actualMs, double toleranceMs = 25, double gaps = 1) =>
        Within((log.SentMs(second) - log.SentMs(first)) / gaps, actualMs, toleranceMs + (log.DoubtMs(first) + log.DoubtMs(second) + NoiseMs) / gaps);

    /// <summary>TTFT is the send time of this step, by the server's own log.</summary>
    public static void Ttft(Played played, int step) => Ttft(played.Log, played.Request, step);

    /// <inheritdoc cref="Ttft(Played, int)"/>
    public static void Ttft(Faulted played, int step) => Ttft(played.Log, played.Request, step);

    /// <inheritdoc cref="Ttft(Played, int)"/>
    public static void Ttft(FaultedRow row, int step) => Ttft(row.Log, row.Request, step);

    private static void Ttft(ISendLog log, RequestRow request, int step) => Near(log.SentMs(step), request.TtftMs, LateMs + log.DoubtMs(step));

    public static void Outcome(string outcome, RequestRow request) =>
        Assert.True(request.Outcome == outcome, $"outcome {request.Outcome} instead of {outcome}: {request}");

    /// <summary>
    /// The exit code of a run. A machine that is busy with other tests makes a run NOT VALID, which is right and not what most
    /// cases are about: where 0 or 99 is expected, 4 is accepted when saturation of the client is its only reason.
    /// </summary>
    public static void Exit(int code, ProcessResult process)
    {
        var accepted = process.ExitCode == code
            || (code is 0 or 99 && process.ExitCode == 4 && process.Stdout.Contains("not valid: client saturated", StringComparison.Ordinal));
        Assert.True(accepted, $"exit {process.ExitCode} instead of {code}; {process}");
    }

    public static void Warned(string word, RequestRow request) =>
        Assert.True(request.Warnings.Contains(word), $"no warning {word}: {request}");

    public static void NotWarned(string word, RequestRow request) =>
        Assert.False(request.Warnings.Contains(word), $"warning {word}: {request}");

    /// <summary>A complete answer with this many tokens by usage, in as many events as told.</summary>
    public static void Ok(RequestRow request, int tokens, int tokenEvents)
    {
        Outcome("ok", request);
        Assert.Equal(tokens, request.OutputTokens);
        Assert.Equal(tokenEvents, request.TokenEvents);
    }
}
