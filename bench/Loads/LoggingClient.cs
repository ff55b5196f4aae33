using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>A client that takes the arguments of Native/lean-client and writes its kind of log.</summary>
internal abstract class LoggingClient : LoadClient
{
    // So that the window ends before the client begins to.
    private const int TailSeconds = 1;

    /// <inheritdoc/>
    public override ClientRun Read(PacedLoad load, int seconds, string output, string file)
    {
        var requests = RequestLog.Read(file);
        if (requests.Count == 0)
            throw new BenchException($"{Name} logged no request: {output}");
        var fromUs = requests.Values.Min(request => request.BegunUs) + load.WarmupSeconds * 1e6;
        return new ClientRun(requests, fromUs, fromUs + seconds * 1e6, FailuresIn(output), "");
    }

    /// <summary>The arguments of lean-client.</summary>
    protected static string[] Arguments(Uri server, PacedLoad load, int seconds, string file) =>
    [
        "--port", Text(server.Port), "--streams", Text(load.Streams), "--tokens", Text(load.Tokens), "--spread", Text(load.Spread),
        "--seconds", Text(load.WarmupSeconds + seconds + TailSeconds), "--log", file,
    ];

    // ... failed 0 ...
    private int FailuresIn(string output)
    {
        var words = output.Split(' ', '\n');
        var at = Array.LastIndexOf(words, "failed");
        return at >= 0 && at + 1 < words.Length && int.TryParse(words[at + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var failed)
            ? failed
            : throw new BenchException($"{Name} does not say how many requests failed: {output}");
    }
}
