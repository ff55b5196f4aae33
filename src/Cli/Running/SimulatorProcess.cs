using System.Diagnostics;
using System.Globalization;
using VllmStream.Cli.SelfTesting;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>The simulator of run --sim: this program again, as a process of its own, so that it shares neither threads nor collections with the client it is measured by.</summary>
internal sealed class SimulatorProcess : IAsyncDisposable
{
    /// <summary>Set for a simulator that must end with the run that started it.</summary>
    internal const string TiedVariable = "VLLMSTREAM_SIM_TIED";

    // By the environment, not as an argument: other users of the machine can read those.
    private const string KeyVariable = "VLLMSTREAM_SIM_KEY";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(20);

    private readonly Process _process;

    private SimulatorProcess(Process process, TargetUrl target, string model) => (_process, Target, Model) = (process, target, model);

    /// <summary>Where it listens.</summary>
    internal TargetUrl Target { get; }

    /// <summary>The model it serves.</summary>
    internal string Model { get; }

    /// <summary>Its process.</summary>
    internal Process Process => _process;

    /// <summary>Starts it on a free port.</summary>
    /// <exception cref="InvalidOperationException">It did not come up.</exception>
    internal static async Task<SimulatorProcess> StartAsync(SimulatorSettings settings)
    {
        var start = new ProcessStartInfo(OwnProgram.File, [.. OwnProgram.Arguments, .. Arguments(settings)]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment[TiedVariable] = "1";
        if (settings.ApiKey is { } key)
            start.Environment[KeyVariable] = key.Reveal();

        if (settings.Cores is { } cores)
            start.Environment[CoreSplit.Variable] = cores.ToString(CultureInfo.InvariantCulture);

        var process = Process.Start(start) ?? throw new InvalidOperationException("the simulator did not start");
        using var late = new CancellationTokenSource(StartTime);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(late.Token);
            // simulator ADDRESS serves MODEL
            var words = line?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
            if (words.Length > 3 && TargetText.TryParse(words[1], out var found, out _))
                return new SimulatorProcess(process, found.Url, words[3]);
        }
        catch (OperationCanceledException)
        {
            // Said below, together with the case that it ended by itself.
        }
        process.Kill();
        throw new InvalidOperationException("the simulator did not come up");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            await _process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }
        _process.Dispose();
    }

    private static IEnumerable<string> Arguments(SimulatorSettings settings)
    {
        yield return "sim";
        yield return "--port";
        yield return settings.Port.ToString(CultureInfo.InvariantCulture);
        if (settings.Http2)
            yield return "--http2";
        if (settings.ToolCalls)
            yield return "--tool-calls";
        (string Name, string? Value)[] texts =
        [
            ("--api-key-env", settings.ApiKey is null ? null : KeyVariable),
            ("--model", settings.Model),
            ("--seed", settings.Seed?.ToString(CultureInfo.InvariantCulture)),
            ("--ttft", Time(settings.Ttft)),
            ("--ttft-per-token", Time(settings.TtftPerToken)),
            ("--itl", Time(settings.Itl)),
            ("--preset", settings.Preset?.Name),
            ("--jitter", settings.Jitter?.ToString(CultureInfo.InvariantCulture)),
            ("--profile", settings.Profile),
            ("--reasoning", settings.Reasoning?.ToString(CultureInfo.InvariantCulture)),
            .. settings.Faults.Select(fault => ("--fault", (string?)fault)),
        ];
        foreach (var (name, value) in texts)
        {
            if (value is null)
                continue;
            yield return name;
            yield return value;
        }
    }

    private static string? Time(TimeSpan? span) => span is { } time ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0}us") : null;
}
