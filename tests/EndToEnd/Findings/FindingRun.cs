using System.Text.Json;
using VllmStream.Profiling.Findings;

namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>What a run said in the end.</summary>
internal sealed class FindingRun
{
    /// <summary>A machine that is busy with something else makes these true of the client, which is no word about the server.</summary>
    private static readonly string[] OfTheMachine = ["client_limit", "sends_late"];

    private readonly JsonElement _summary;

    private FindingRun(JsonElement summary)
    {
        _summary = summary;
        Codes = [.. summary.GetProperty("findings").EnumerateArray().Where(finding => finding.GetProperty("evidence").ValueKind == JsonValueKind.Object).Select(finding => finding.GetProperty("code").GetString()!)];
    }

    /// <summary>Codes of what it diagnosed, the worst first.</summary>
    public IReadOnlyList<string> Codes { get; }

    /// <summary>Starts the simulator of a setting, puts its load on it, and reads the file.</summary>
    public static async Task<FindingRun> OfAsync(FindingSetting setting)
    {
        using var server = await RunningSimulator.StartAsync(setting.SimulatorWords);
        return await AgainstAsync(server.Url, setting.LoadWords);
    }

    /// <summary>Puts a load on a server.</summary>
    public static async Task<FindingRun> AgainstAsync(string url, string[] load, params (string Name, string Value)[] environment)
    {
        using var folder = new TempFolder();
        await Vllmstream.RunAsync(folder, ["run", url, .. load, "--ui", "none", "-o", "run.ndjson"], timeoutSeconds: 60, environment);
        return Read(folder);
    }

    /// <summary>Reads the file run.ndjson of a run that has ended.</summary>
    public static FindingRun Read(TempFolder folder) => new(RunFile.Read(folder.File("run.ndjson")).Summary.Line);

    public void Says(string code) => Assert.True(Codes.Contains(code), $"{code} is not said; {this}");

    /// <summary>Judged it, and found no reason to say it.</summary>
    public void DoesNotSay(string code)
    {
        Assert.True(!Codes.Contains(code), $"{code} is said; {this}");
        // What comes behind the most that are given is left out: its absence proves nothing.
        Assert.True(Codes.Count < Diagnosis.Most, $"{code} may have been left out; {this}");
        Assert.True(_summary.GetProperty("totals").GetProperty("ok").GetInt64() > 0, $"nothing was measured; {this}");
    }

    public void SaysNothing()
    {
        Assert.True(!Codes.Except(OfTheMachine).Any(), ToString());
        Assert.True(_summary.GetProperty("totals").GetProperty("ok").GetInt64() > 0, $"nothing was measured; {this}");
    }

    public override string ToString() => $"said was {_summary.GetProperty("findings").GetRawText()}; levels {_summary.GetProperty("levels").GetRawText()}; totals {_summary.GetProperty("totals").GetRawText()}; ttft {_summary.GetProperty("metrics").GetProperty("ttft_ms").GetRawText()}";
}
