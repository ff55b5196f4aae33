using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>Native/paced-server, running on the first core.</summary>
internal sealed class PacedServer : IDisposable
{
    private const int Core = 0;
    private readonly PinnedProcess _process;
    private readonly string _log;

    private PacedServer(PinnedProcess process, string log, Uri address)
    {
        (_process, _log, Address) = (process, log, address);
        Sampler = ProcessSampler.Start(process.Id);
    }

    /// <summary>Where it listens.</summary>
    public Uri Address { get; }

    /// <summary>What it uses; to be read once it has ended.</summary>
    public ProcessSampler Sampler { get; }

    /// <summary>Builds and starts it on a free port.</summary>
    public static async Task<PacedServer> StartAsync(IEnumerable<string> arguments)
    {
        var log = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"paced-server-{Environment.ProcessId}.log"));
        var process = PinnedProcess.Start(Core, await NativeProgram.BuildAsync("paced-server"), [.. arguments, "--log", log]);
        // listening on http://127.0.0.1:PORT
        var line = await process.Output.ReadLineAsync() ?? throw new BenchException($"the server does not start: {process.Errors}");
        return new PacedServer(process, log, new Uri(line.Split(' ')[2]));
    }

    /// <summary>Ends it.</summary>
    /// <returns>When it had each request, and sent each of its events.</returns>
    public async Task<Dictionary<string, RequestTimes>> StopAsync()
    {
        _process.Stop();
        await _process.WaitAsync(TimeSpan.FromSeconds(30));
        return RequestLog.Read(_log);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process.Dispose();
        File.Delete(_log);
    }
}
