using VllmStream.Cli.Running;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Transport;

namespace VllmStream.Cli;

internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        // careful: before anything touches a socket. Reads then go on where the kernel woke us instead of on the thread pool, which halves the CPU per chunk.
        Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        SystemLimits.RaiseDescriptors();
        StandardOutput.Install();
        var app = new App(new CommandBodies(), new ProcessOptionSources(), TerminalFacts.OfProcess());
        return app.RunAsync(args, Console.Out, Console.Error);
    }
}
