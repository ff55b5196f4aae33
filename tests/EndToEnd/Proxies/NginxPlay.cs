namespace VllmStream.Tests.EndToEnd.Proxies;

/// <summary>Plays a case as <see cref="Play"/> does, with a real nginx between the executable and the scripted server.</summary>
internal static class NginxPlay
{
    /// <summary>How late a reading may be: nginx too needs a core before anything arrives. What is told apart here lies a second apart.</summary>
    public const double LateMs = 200;

    /// <summary>What people write who want to talk HTTP/1.1 to the server and keep its connections.</summary>
    public const string Http11 = "proxy_http_version 1.1; proxy_set_header Connection '';";

    /// <summary>The usual advice for event streams.</summary>
    public const string Unbuffered = Http11 + " proxy_buffering off;";

    /// <summary>Compression of event streams of any length.</summary>
    public const string Gzip = " gzip on; gzip_types text/event-stream; gzip_min_length 0; gzip_proxied any; gzip_http_version 1.0;";

    /// <summary>One request, one reply.</summary>
    public static Task<Played> OnceAsync(Reply reply, string location, params string[] more) =>
        RunAsync(r => r.IsPost ? reply : null, location, ["-c", "1", "-n", "1", .. more]);

    /// <summary>A run with load options of its own; nginx is gone when it returns.</summary>
    public static async Task<Played> RunAsync(Func<ScriptedRequest, Reply?> script, string location, string[] load, string server = "")
    {
        var upstream = ScriptedServer.Start(script);
        var folder = new TempFolder();
        try
        {
            await using var nginx = await Nginx.StartAsync(upstream.Port, location, server);
            var process = await Vllmstream.RunAsync(folder, ["run", nginx.Url, .. load, .. Play.Quiet], timeoutSeconds: 40);
            return new Played(upstream, folder, process);
        }
        catch
        {
            upstream.Dispose();
            folder.Dispose();
            throw;
        }
    }
}
