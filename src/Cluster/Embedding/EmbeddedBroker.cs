using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using VllmStream.Cluster.Link;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Embedding;

/// <summary>A nats-server of our own, for a run on one machine: found on PATH, on loopback and a free port, with a password of its own, and gone with us.</summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    /// <summary>The only user it knows.</summary>
    public const string User = "vllmstream";

    /// <summary>The variable of <see cref="Environment"/>: for --nats-password-env.</summary>
    public const string PasswordVariable = "VLLMSTREAM_NATS_PASSWORD";

    private static readonly TimeSpan StartTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(20);

    // The shell holds the other end of a pipe of ours: when we are gone, however we went, the pipe ends, and it ends the broker.
    // A session of its own, where there is such a command: Ctrl-C is for us, and a run that drains still needs its broker. And a terminal
    // that closes must not end the shell, which then could not end the broker.
    private const string Script = """
        trap '' INT HUP TERM
        $(command -v setsid) "$0" -c "$1" &
        broker=$!
        read -r line
        kill $broker
        wait $broker
        rm -rf "$2"
        """;

    private readonly Process _process;
    private readonly string _folder;

    private EmbeddedBroker(Process process, string folder, LinkSettings settings) => (_process, _folder, Settings) = (process, folder, settings);

    /// <summary>How to reach it, password included.</summary>
    public LinkSettings Settings { get; }

    /// <summary>What a process of ours needs in its environment to reach it: never on a command line, which other users read.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>(StringComparer.Ordinal) { [PasswordVariable] = Settings.Password!.Reveal() };

    /// <summary>Starts it.</summary>
    /// <param name="searchPath">PATH; where to look for nats-server.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ClusterException">There is none, or it does not start.</exception>
    public static async Task<EmbeddedBroker> StartAsync(string? searchPath, CancellationToken cancellation = default)
    {
        var program = BrokerProgram.Find(searchPath)
            ?? throw new ClusterException("--nats embedded needs nats-server, and there is none on PATH", BrokerProgram.InstallLine);
        // Other users read neither the password nor what JetStream keeps.
        var folder = Directory.CreateTempSubdirectory("vllmstream-nats-").FullName;
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var config = Path.Combine(folder, "nats.conf");
        await File.WriteAllTextAsync(config, ConfigOf(folder, password), cancellation);
        var process = Start(program, config, folder);
        try
        {
            var url = await UrlOfAsync(process, folder, cancellation);
            return new EmbeddedBroker(process, folder, new LinkSettings { Servers = [url], NeedsTls = false, User = User, Password = new Secret(password) });
        }
        catch
        {
            await EndAsync(process, folder);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync(_process, _folder);

    // Port -1 is a free one, which the server then writes into its ports file: nobody else can take it in between.
    private static string ConfigOf(string folder, string password) => $$"""
        listen: "127.0.0.1:-1"
        ports_file_dir: "{{Escaped(folder)}}"
        authorization { user: "{{User}}", password: "{{password}}" }
        jetstream { store_dir: "{{Escaped(Path.Combine(folder, "jetstream"))}}" }
        log_file: "{{Escaped(Path.Combine(folder, "log"))}}"
        """;

    private static string Escaped(string path) => path.Replace("\\", "\\\\", StringComparison.Ordinal);

    private static Process Start(string program, string config, string folder)
    {
        var start = new ProcessStartInfo { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        if (OperatingSystem.IsWindows())
        {
            start.FileName = program;
            start.ArgumentList.Add("-c");
            start.ArgumentList.Add(config);
        }
        else
        {
            start.FileName = "/bin/sh";
            foreach (var part in new[] { "-c", Script, program, config, folder })
                start.ArgumentList.Add(part);
        }

        var process = Process.Start(start)!;
        // Both are read and dropped, lest a full pipe stop it.
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<string> UrlOfAsync(Process process, string folder, CancellationToken cancellation)
    {
        var giveUpTicks = Ticks.Now + Ticks.From(StartTime);
        while (Ticks.Now < giveUpTicks && !process.HasExited)
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.ports"))
            {
                if (TryReadUrl(await File.ReadAllTextAsync(file, cancellation)) is { } url)
                    return url;
            }

            await Task.Delay(LookPause, cancellation);
        }

        var log = Path.Combine(folder, "log");
        var last = File.Exists(log) ? (await File.ReadAllLinesAsync(log, cancellation)).LastOrDefault() : null;
        throw new ClusterException($"nats-server did not start in {StartTime.TotalSeconds:0} s{(last is null ? "" : $": {last}")}");
    }

    private static string? TryReadUrl(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.GetProperty("nats")[0].GetString();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            // It is being written.
            return null;
        }
    }

    private static async Task EndAsync(Process process, string folder)
    {
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        await process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // In the temporary folder; the system clears it.
        }
    }
}
