using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Peers;

/// <summary>Starts aiohttp_client.py.</summary>
internal sealed class AiohttpClient : PythonClient
{
    /// <inheritdoc/>
    public override string Name => "asyncio, aiohttp";

    /// <inheritdoc/>
    public override string Module => "aiohttp";

    /// <inheritdoc/>
    public override Task<PinnedProcess> StartAsync(Uri server, PacedLoad load, int seconds, string file) =>
        Task.FromResult(PinnedProcess.Start(Core, Python, [ScriptPath("aiohttp_client.py"), .. Arguments(server, load, seconds, file)]));
}
