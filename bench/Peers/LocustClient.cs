using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Peers;

/// <summary>Starts Locust with locust_user.py, all users at once.</summary>
internal sealed class LocustClient : PythonClient
{
    private const int TailSeconds = 2;

    /// <inheritdoc/>
    public override string Name => "Locust";

    /// <inheritdoc/>
    public override string Module => "locust";

    /// <inheritdoc/>
    public override Task<PinnedProcess> StartAsync(Uri server, PacedLoad load, int seconds, string file) => Task.FromResult(PinnedProcess.Start(
        Core, Python,
        [
            "-m", "locust", "-f", ScriptPath("locust_user.py"), "--headless", "--only-summary", "-u", Text(load.Streams), "-r", Text(load.Streams),
            "-t", $"{load.WarmupSeconds + seconds + TailSeconds}s", "--host", server.GetLeftPart(UriPartial.Authority),
        ],
        ("PEER_TOKENS", Text(load.Tokens)), ("PEER_SPREAD", Text(load.Spread)), ("PEER_LOG", file)));
}
