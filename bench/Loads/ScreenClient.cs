using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>The built executable with its screen, on a terminal of 120x40 that nobody looks at.</summary>
/// <param name="program">Another build of it, such as a native one; null = the one built with this bench.</param>
internal sealed class ScreenClient(string? program) : LoadClient
{
    // Starting, draining and writing the file come on top of the load itself.
    private const int SecondsAround = 12;

    private readonly string _program = VllmstreamClient.ProgramOr(program);

    /// <inheritdoc/>
    public override string Name => "vllmstream, screen";

    /// <inheritdoc/>
    public override async Task<PinnedProcess> StartAsync(Uri server, PacedLoad load, int seconds, string file)
    {
        var terminal = await NativeProgram.BuildAsync("on-a-terminal");
        var until = (load.WarmupSeconds + seconds + SecondsAround).ToString(CultureInfo.InvariantCulture);
        return PinnedProcess.Start(
            Core, terminal,
            [
                until, _program, .. VllmstreamClient.Run(server, file, [.. VllmstreamClient.Options(load, seconds)]), "--ui", "tui",
            ]);
    }

    /// <inheritdoc/>
    public override ClientRun Read(PacedLoad load, int seconds, string output, string file)
    {
        var run = RunFile.Read(file);
        return new ClientRun(run.Requests, run.FromUs, run.ToUs, run.Failed, run.Verdict);
    }
}
