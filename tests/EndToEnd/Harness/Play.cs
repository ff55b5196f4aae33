namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The usual way to play a case: a server with a script, a run of the executable against it, both kept for judging.</summary>
internal static class Play
{
    /// <summary>What every run here is told: no probe, no look at metrics, no warm-up, one model, one file, no screen.</summary>
    public static readonly string[] Quiet = ["--warmup", "0", "--no-probe", "--metrics", "none", "-m", "m", "-o", "run.ndjson", "--ui", "none"];

    /// <summary>One request, one reply.</summary>
    public static Task<Played> OnceAsync(Reply reply, params string[] more) => AllAsync([reply], more);

    /// <summary>One request after the other, each with its own reply; record number i answers reply number i.</summary>
    public static Task<Played> AllAsync(IReadOnlyList<Reply> replies, params string[] more) => RunAsync(
        r => r.IsPost ? replies[Math.Min(r.Post, replies.Count - 1)] : null,
        ["-c", "1", "-n", replies.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), .. more]);

    /// <summary>A run with load options of its own.</summary>
    public static async Task<Played> RunAsync(Func<ScriptedRequest, Reply?> script, string[] load, double timeoutSeconds = 40, ServerOptions? options = null, params (string, string)[] environment)
    {
        var server = ScriptedServer.Start(script, options);
        var folder = new TempFolder();
        try
        {
            var process = await Vllmstream.RunAsync(folder, ["run", server.Url, .. load, .. Quiet], timeoutSeconds, environment);
            return new Played(server, folder, process);
        }
        catch
        {
            server.Dispose();
            folder.Dispose();
            throw;
        }
    }
}
