using System.Globalization;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>A finished run against a simulator whose answers went wrong: what the process wrote, what the file says, and the simulator's log.</summary>
internal sealed class Faulted(RunningSimulator simulator, TempFolder folder, ProcessResult process) : FinishedRun(folder, process)
{
    /// <summary>The simulator's log of the only request.</summary>
    public AnswerLog Log => LogOf(Request);

    /// <summary>The simulator's log of a request that it saw once.</summary>
    public AnswerLog LogOf(RequestRow request) => LogsOf(request) is [var only] ? only : throw new Xunit.Sdk.XunitException($"the simulator did not answer this request once: {request}");

    /// <summary>The simulator's logs of all times that it saw this attempt of a request.</summary>
    public IReadOnlyList<AnswerLog> LogsOf(RequestRow request)
    {
        var run = File.RunStarted;
        var attempt = request.Attempt > 1 ? $".{request.Attempt.ToString(CultureInfo.InvariantCulture)}" : "";
        var id = $"{run.GetProperty("run").GetString()}-{request.Id.ToString(CultureInfo.InvariantCulture)}{attempt}";
        var sentUs = run.GetProperty("monotonic_us").GetDouble() + 1000 * (request.ScheduledMs + request.SentMs);
        return [.. simulator.Logs(id).Select(line => new AnswerLog(line, sentUs))];
    }
}
