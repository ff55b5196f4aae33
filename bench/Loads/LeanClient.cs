namespace VllmStream.Bench.Loads;

/// <summary>Native/lean-client: the bound that this machine sets.</summary>
internal sealed class LeanClient : LoggingClient
{
    /// <inheritdoc/>
    public override string Name => "lean C loop";

    /// <inheritdoc/>
    public override async Task<PinnedProcess> StartAsync(Uri server, PacedLoad load, int seconds, string file) =>
        PinnedProcess.Start(Core, await NativeProgram.BuildAsync("lean-client"), Arguments(server, load, seconds, file));
}
