using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Cli.Arguments;

/// <summary>Reads how the simulator behaves.</summary>
internal static class SimulatorReader
{
    private const int DefaultPort = 8000;

    // Beyond ten times the mean a spread says nothing about a server any more.
    private const double MostJitter = 10;

    // No context is longer.
    private const long MostReasoning = 1_000_000;

    // No chunk of any server holds more tokens.
    private const long MostStreamInterval = 1_000_000;

    private static readonly string[] TimingNames = ["--ttft", "--ttft-per-token", "--itl", "--jitter"];

    private static readonly string[] BehaviourNames = [.. TimingNames, "--preset", "--profile", "--fault", "--reasoning", "--tool-calls"];

    /// <summary>The settings of run --sim and probe --sim; null without --sim.</summary>
    internal static SimulatorSettings? ReadEmbedded(OptionValues values)
    {
        if (values.Has("--sim"))
            return ReadBehaviour(values, new SimulatorSettings());
        foreach (var name in BehaviourNames)
        {
            if (values.All(name) is [var given, ..])
                throw given.Wrong("is about the simulator; add --sim");
        }

        return null;
    }

    /// <summary>The command sim.</summary>
    internal static ParsedSim Read(CommandRequest request, IOptionSources sources, TerminalFacts terminal)
    {
        var values = request.Options;
        if (request.Words.Count > 0)
            throw new OptionException($"sim takes no {request.Words[0]}; its address is --host and --port");
        var warnings = new List<string>();
        var (key, _) = KeyReader.Read(values, sources, warnings);
        var settings = new SimulatorSettings
        {
            Host = values.One("--host")?.Text,
            Port = (int?)values.Count("--port", 0, 65535) ?? DefaultPort,
            Model = values.One("--model")?.Text,
            ApiKey = key,
            Seed = values.Count("--seed", long.MinValue, long.MaxValue),
        };
        return new ParsedSim(ReadBehaviour(values, settings), OutputReader.Read(values, terminal), warnings);
    }

    private static SimulatorSettings ReadBehaviour(OptionValues values, SimulatorSettings settings)
    {
        var faults = values.All("--fault");
        var profile = values.One("--profile");
        if (profile is not null && !profile.Definition.Choices.Contains(profile.Text))
            throw OptionReader.UnknownWord(profile);
        foreach (var fault in faults)
        {
            if (FaultCatalog.Problem(fault.Text) is { } problem)
                throw new OptionException($"--fault: {problem}", $"{CommandTable.Program} explain fault");
        }

        if (values.Has("--http2") && (faults.Count > 0 || profile is not null && FaultCatalog.NeedsHttp1(profile.Text)))
            throw new OptionException($"{(faults.Count > 0 ? "--fault" : $"--profile {profile!.Text}")} works over HTTP/1.1 only; leave out --http2");
        return settings with
        {
            Preset = StepEngineReader.Read(values, TimingNames),
            StreamInterval = (int?)values.Count("--stream-interval", 1, MostStreamInterval),
            Stall = values.ReadClass<StallOptions>("--stall", StallText.TryParse),
            VllmVersion = ReadVersion(values),
            Http2 = values.Has("--http2"),
            Ttft = values.Duration("--ttft"),
            TtftPerToken = values.Duration("--ttft-per-token"),
            Itl = values.Duration("--itl"),
            Jitter = values.Number("--jitter", 0, MostJitter),
            Profile = profile?.Text,
            Faults = faults.Count == 0 ? [] : [.. faults.Select(fault => fault.Text)],
            Reasoning = (int?)values.Count("--reasoning", 0, MostReasoning),
            ToolCalls = values.Has("--tool-calls"),
        };
    }

    private static string? ReadVersion(OptionValues values)
    {
        if (values.One("--vllm-version") is not { } given)
            return null;
        return VllmRelease.TryParse(given.Text, out _) ? given.Text : throw given.Wrong("is no release; write it as 0.11.0");
    }
}
