using VllmStream.Cli.Arguments;
using VllmStream.Cli.Explaining;
using VllmStream.Cli.Help;
using VllmStream.Cluster;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli;

/// <summary>The program apart from its process: reads the line, does what it says, and turns every failure into one readable line and an exit code.</summary>
internal sealed class App(CommandBodies bodies, IOptionSources sources, TerminalFacts terminal)
{
    /// <summary>Runs one command line.</summary>
    internal async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter output, TextWriter errors)
    {
        try
        {
            return args.Count > 0 && args[0].StartsWith("[suggest", StringComparison.Ordinal)
                ? await CompleteAsync(args, output).ConfigureAwait(false)
                : await DispatchAsync(CommandLineReader.Read(args), output).ConfigureAwait(false);
        }
        catch (OptionException fault)
        {
            await WriteErrorAsync(errors, fault.Message, fault.Attempt).ConfigureAwait(false);
            return ExitCode.BadOption;
        }
        catch (ClusterException fault)
        {
            await WriteErrorAsync(errors, fault.Message, fault.Attempt).ConfigureAwait(false);
            return ExitCode.Unreachable;
        }
        catch (Exception fault)
        {
            // The last place: whatever got here is a bug, and the user still deserves one line.
            await WriteErrorAsync(errors, $"internal: {fault.GetType().Name}: {fault.Message}", attempt: null).ConfigureAwait(false);
            if (args.Contains("--debug", StringComparer.Ordinal))
                await errors.WriteLineAsync(fault.ToString()).ConfigureAwait(false);
            return ExitCode.InternalError;
        }
    }

    private static async Task WriteErrorAsync(TextWriter errors, string message, string? attempt)
    {
        await errors.WriteLineAsync("error: " + PlainLine.Of(message)).ConfigureAwait(false);
        if (attempt is not null)
            await errors.WriteLineAsync("try: " + PlainLine.Of(attempt)).ConfigureAwait(false);
    }

    private static Task<int> CompleteAsync(IReadOnlyList<string> args, TextWriter output) =>
        CommandTree.Build().Parse(args, CommandTree.Configuration)
            .InvokeAsync(new System.CommandLine.InvocationConfiguration { Output = output, EnableDefaultExceptionHandler = false });

    private async Task<int> DispatchAsync(CommandRequest request, TextWriter output)
    {
        if (request.WantsVersion)
            return await PrintAsync(output, VersionText.Line + "\n").ConfigureAwait(false);
        if (request.Command is null)
            return await PrintAsync(output, RootHelp.Text()).ConfigureAwait(false);
        if (request.WantsHelp)
            return await PrintAsync(output, CommandHelp.Text(request.Command)).ConfigureAwait(false);
        return request.Command.Kind switch
        {
            CommandKinds.Run when ClusterReader.IsAttach(request) =>
                await bodies.Attach(ClusterReader.ReadAttach(request, sources, run => RunReader.Read(run, sources, terminal))).ConfigureAwait(false),
            CommandKinds.Run => await bodies.Run(RunReader.Read(request, sources, terminal)).ConfigureAwait(false),
            CommandKinds.Probe => await bodies.Probe(RunReader.Read(request, sources, terminal)).ConfigureAwait(false),
            CommandKinds.Report => await bodies.Report(ReportReader.Read(request, sources, terminal)).ConfigureAwait(false),
            CommandKinds.Compare => await bodies.Compare(CompareReader.Read(request, sources, terminal)).ConfigureAwait(false),
            CommandKinds.Sweep => await bodies.Sweep(SweepLineReader.Read(request, sources, terminal)).ConfigureAwait(false),
            CommandKinds.Sim => await bodies.Sim(SimulatorReader.Read(request, sources, terminal)).ConfigureAwait(false),
            CommandKinds.Agent => await bodies.Agent(AgentReader.Read(request, sources)).ConfigureAwait(false),
            CommandKinds.Selftest => await bodies.SelfTest(SelfTestReader.Read(request, terminal)).ConfigureAwait(false),
            _ => await PrintAsync(output, Explanation.Of(string.Join(' ', request.Words))).ConfigureAwait(false),
        };
    }

    private static async Task<int> PrintAsync(TextWriter output, string text)
    {
        await output.WriteAsync(text).ConfigureAwait(false);
        return ExitCode.Ok;
    }
}
