using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Agents;

/// <summary>A run that was spread over agents and has ended: what its coordinator wrote.</summary>
internal sealed class SpreadRun(TempFolder folder, ProcessResult process) : FinishedRun(folder, process)
{
    public string Id => File.RunStarted.GetProperty("run").GetString()!;

    /// <summary>What the summary says of each share.</summary>
    public IReadOnlyList<JsonElement> Agents => [.. File.Summary.Line.GetProperty("agents").EnumerateArray()];

    public string? Reason => File.Summary.Line.GetProperty("reason").GetString();

    /// <summary>Runs it to its end.</summary>
    public static async Task<SpreadRun> RunAsync(string url, IEnumerable<string> link, IEnumerable<string> load, double timeoutSeconds = 60, params (string, string)[] environment)
    {
        using var started = StartedRun.Start(url, link, load, environment);
        return await started.EndAsync(timeoutSeconds);
    }

    /// <summary>It is valid, or would be on a machine that is less busy: no agent has another reason than its own saturation.</summary>
    public void AssertValid()
    {
        if (Process.ExitCode == 4 && Agents.All(agent => agent.GetProperty("verdict").GetString() == "VALID" || agent.GetProperty("why").GetString()!.StartsWith("client saturated", StringComparison.Ordinal)))
            return;
        Assert.True(Process.ExitCode == 0, Process.ToString());
        Assert.Equal("VALID", File.Summary.Verdict);
    }

    /// <summary>The summary's row of an agent.</summary>
    public JsonElement Agent(string name) => Agents.Single(agent => agent.GetProperty("name").GetString() == name);
}
