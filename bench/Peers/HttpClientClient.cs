using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Peers;

/// <summary>Starts <see cref="HttpClientPeer"/> as a process of its own.</summary>
internal sealed class HttpClientClient : LoggingClient
{
    /// <inheritdoc/>
    public override string Name => ".NET HttpClient";

    /// <inheritdoc/>
    public override Task<PinnedProcess> StartAsync(Uri server, PacedLoad load, int seconds, string file) =>
        Task.FromResult(PinnedProcess.Start(Core, Environment.ProcessPath!, [HttpClientPeer.Command, .. Arguments(server, load, seconds, file)]));
}
