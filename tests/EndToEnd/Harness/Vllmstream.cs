using System.Diagnostics;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Starts the executable as a process of its own, with an environment that holds no proxy and no key.</summary>
internal static class Vllmstream
{
    private static readonly string[] Cleared =
    [
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
        "VLLM_API_KEY", "OPENAI_API_KEY", "NO_COLOR", "FORCE_COLOR", "CI",
    ];

    /// <summary>Program and leading arguments: another build can be named in VLLMSTREAM_EXE, else the one beside the tests runs.</summary>
    public static IReadOnlyList<string> Command { get; } = FindCommand();

    public static async Task<ProcessResult> RunAsync(TempFolder folder, IEnumerable<string> arguments, double timeoutSeconds = 30, params (string Name, string Value)[] environment)
    {
        using var process = Start(folder, arguments, environment);
        return await process.WaitAsync(timeoutSeconds);
    }

    public static VllmstreamProcess Start(TempFolder folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment) =>
        StartUnder([], folder, arguments, environment);

    /// <summary>Starts it through another program, such as <c>nsenter --net=…</c>, that ends by executing the arguments it got.</summary>
    public static VllmstreamProcess StartUnder(IReadOnlyList<string> wrapper, TempFolder folder, IEnumerable<string> arguments, params (string Name, string Value)[] environment)
    {
        MachineNoise.Begin();
        string[] all = [.. wrapper, .. Command, .. WithTransport([.. arguments])];
        var start = new ProcessStartInfo(all[0])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in all.Skip(1))
            start.ArgumentList.Add(argument);
        foreach (var name in Cleared)
            start.Environment.Remove(name);
        // A colour terminal by name, so that only the pipe itself can tell the program to stay plain.
        start.Environment["TERM"] = "xterm-256color";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return new VllmstreamProcess(start);
    }

    // VLLMSTREAM_TRANSPORT runs the whole suite over another transport than the default.
    private static string[] WithTransport(string[] arguments) =>
        Environment.GetEnvironmentVariable("VLLMSTREAM_TRANSPORT") is { Length: > 0 } transport && arguments.FirstOrDefault() is "run" or "probe" && !arguments.Contains("--transport") && !arguments.Contains("--http2")
            ? [.. arguments, "--transport", transport]
            : arguments;

    private static IReadOnlyList<string> FindCommand()
    {
        if (Environment.GetEnvironmentVariable("VLLMSTREAM_EXE") is { Length: > 0 } named)
            return [named];
        var host = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "vllmstream.exe" : "vllmstream");
        return File.Exists(host) ? [host] : ["dotnet", "exec", Path.Combine(AppContext.BaseDirectory, "vllmstream.dll")];
    }
}
