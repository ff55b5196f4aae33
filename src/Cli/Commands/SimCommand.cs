using System.Globalization;
using System.Runtime.InteropServices;
using VllmStream.Cli.Running;
using VllmStream.Cli.SelfTesting;
using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Cli.Commands;

/// <summary>Serves the simulator until it is stopped.</summary>
internal static class SimCommand
{
    private const int MinThreads = 16;

    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedSim sim)
    {
        // careful: before any thread is made, because threads inherit it from the one that makes them.
        if (long.TryParse(Environment.GetEnvironmentVariable(CoreSplit.Variable), NumberStyles.None, CultureInfo.InvariantCulture, out var cores))
            CoreSplit.Bind(cores);
        // The pool begins with a thread per core and thinks for half a second about each more: a request that came meanwhile waited.
        ThreadPool.SetMinThreads(MinThreads, MinThreads);
        var talk = new Talk(Console.Error, sim.Output.Quiet, overwrite: false);
        foreach (var warning in sim.Warnings)
            talk.Line($"warning: {warning}");
        var options = Options(sim.Simulator);
        if (options.Problem() is { } problem)
            throw new OptionException($"simulator: {problem}");

        var tied = Environment.GetEnvironmentVariable(SimulatorProcess.TiedVariable) is not null;
        var stopped = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCode.Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCode.Terminated));
        if (tied)
            _ = EndWithStarterAsync(stopped);

        await using var server = await StartAsync(options);
        // stdout is data: the address comes first, for scripts.
        Console.Out.WriteLine($"simulator {server.BaseUrl.ToString().TrimEnd('/')}/v1 serves {options.Model}");
        var code = await stopped.Task;
        return tied ? ExitCode.Ok : code;

        void Stop(PosixSignalContext context, int exitCode)
        {
            context.Cancel = true;
            // A terminal sends Ctrl-C to the whole group; a tied simulator must outlive the run that is draining.
            if (!tied)
                stopped.TrySetResult(exitCode);
        }
    }

    private static async Task<SimulatorServer> StartAsync(SimulatorOptions options)
    {
        try
        {
            return await SimulatorServer.StartAsync(options);
        }
        catch (IOException e)
        {
            throw new OptionException($"--port {options.Port} is taken ({e.Message})", "--port 0 for a free one");
        }
    }

    // Whoever started it holds the other end of stdin; when they are gone, by whatever death, it closes.
    private static async Task EndWithStarterAsync(TaskCompletionSource<int> stopped)
    {
        await using var input = Console.OpenStandardInput();
        var buffer = new byte[1];
        while (await input.ReadAsync(buffer) > 0)
        {
        }
        stopped.TrySetResult(ExitCode.Ok);
    }

    private static SimulatorOptions Options(SimulatorSettings settings)
    {
        var defaults = settings.Preset?.Apply(new SimulatorOptions()) ?? new SimulatorOptions();
        return defaults with
        {
            Host = settings.Host ?? defaults.Host,
            Port = settings.Port,
            Http2 = settings.Http2,
            Model = settings.Model ?? defaults.Model,
            ApiKey = settings.ApiKey?.Reveal(),
            Seed = settings.Seed ?? defaults.Seed,
            TtftBase = settings.Ttft ?? defaults.TtftBase,
            TtftPerPromptToken = settings.TtftPerToken ?? defaults.TtftPerPromptToken,
            InterTokenTime = settings.Itl ?? defaults.InterTokenTime,
            Jitter = settings.Jitter ?? defaults.Jitter,
            Profile = settings.Profile ?? defaults.Profile,
            Faults = settings.Faults,
            ReasoningTokens = settings.Reasoning ?? defaults.ReasoningTokens,
            ToolCalls = settings.ToolCalls,
            JitterDistribution = settings.Jitter is > 0 ? JitterDistribution.LogNormal : defaults.JitterDistribution,
            StreamInterval = settings.StreamInterval ?? defaults.StreamInterval,
            Stall = settings.Stall,
            VllmVersion = settings.VllmVersion ?? defaults.VllmVersion,
        };
    }
}
