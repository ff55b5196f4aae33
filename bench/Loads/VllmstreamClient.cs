namespace VllmStream.Bench.Loads;

/// <summary>The built executable, as users run it.</summary>
/// <param name="program">Another build of it, such as a native one; null = the one built with this bench.</param>
/// <param name="transport">Value of --transport; null = its own choice.</param>
internal sealed class VllmstreamClient(string? program, string? transport) : LoadClient
{
    // Half the width of an even spread over its standard deviation.
    private const double WidthOfDeviation = 1.732;

    private readonly string _program = ProgramOr(program);

    /// <summary>A named build of it, or the one built with this bench.</summary>
    public static string ProgramOr(string? program) => program ?? Path.Combine(AppContext.BaseDirectory, "vllmstream");

    /// <inheritdoc/>
    public override string Name => transport is null ? "vllmstream" : $"vllmstream, {transport}";

    /// <inheritdoc/>
    public override Task<PinnedProcess> StartAsync(Uri server, PacedLoad load, int seconds, string file) => Task.FromResult(
        Start(server, file, [.. Options(load, seconds)]));

    /// <summary>A load as options of run.</summary>
    public static IReadOnlyList<string> Options(PacedLoad load, int seconds) =>
        ["-c", Text(load.Streams), "--osl", $"{load.Tokens}±{Text((int)(load.Spread / WidthOfDeviation))}", "-d", $"{seconds}s", "--warmup", $"{load.WarmupSeconds}s"];

    /// <summary>A run whose every gap is recorded.</summary>
    public static IReadOnlyList<string> Run(Uri server, string file, params ReadOnlySpan<string> load) =>
        ["run", server.ToString(), .. load, "--isl", "32", "--drain", "1s", "--record", "gaps", "-o", file];

    /// <summary>Starts a run with a load of its own.</summary>
    public PinnedProcess Start(Uri server, string file, params ReadOnlySpan<string> load) => PinnedProcess.Start(
        Core, _program,
        [
            .. Run(server, file, load), "--ui", "none", "--quiet",
            .. transport is null ? Array.Empty<string>() : ["--transport", transport],
        ]);

    /// <inheritdoc/>
    public override ClientRun Read(PacedLoad load, int seconds, string output, string file)
    {
        var run = RunFile.Read(file);
        return new ClientRun(run.Requests, run.FromUs, run.ToUs, run.Failed, run.Verdict);
    }
}
