namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Judgements that many cases share.</summary>
internal static class Expect
{
    /// <summary>How late a reading may be on a busy two-core machine and still be right; the wrong answers are off by much more.</summary>
    public const double LateMs = 50;

    /// <summary>
    /// A reading counts from the instant at which the client knows that the socket took the request. The server has it a moment
    /// earlier; when this machine is busy, and the client loses its core just then, the moment grows.
    /// </summary>
    public const double EarlyMs = 15;

    /// <summary>The reading is the true time, give or take.</summary>
    public static void Near(double trueMs, double? readMs, double lateMs = LateMs)
    {
        Assert.True(readMs is not null, $"null instead of {trueMs:0.0} ms");
        Assert.True(readMs >= trueMs - EarlyMs && readMs <= trueMs + lateMs, $"{readMs:0.0} ms instead of {trueMs:0.0} ms");
    }

    public static void Within(double expected, double? actual, double tolerance)
    {
        Assert.True(actual is not null, $"null instead of {expected:0.###}");
        Assert.True(Math.Abs(actual.Value - expected) <= tolerance, $"{actual:0.###} instead of {expected:0.###} ± {tolerance:0.###}");
    }

    /// <summary>TTFT is the send time of this step, by the server's own log.</summary>
    public static void Ttft(Played played, int step) => Near(played.Log.SentMs(step), played.Request.TtftMs);

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
