using VllmStream.Cli;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

/// <summary>Runs command lines in this process, with bodies that only keep what they were given.</summary>
internal sealed class Terminal
{
    public FakeSources Sources { get; } = new();

    public TerminalFacts Facts { get; init; } = new(StdoutIsTerminal: true, "xterm", NoColor: false);

    public ParsedRun? Run { get; private set; }

    public ParsedAttach? Attach { get; private set; }

    public ParsedAgent? Agent { get; private set; }

    public ParsedRun? Probe { get; private set; }

    public ParsedReport? Report { get; private set; }

    public ParsedCompare? Compare { get; private set; }

    public ParsedSweep? Sweep { get; private set; }

    public ParsedSim? Sim { get; private set; }

    public ParsedSelfTest? SelfTest { get; private set; }

    public string Output { get; private set; } = "";

    public string Errors { get; private set; } = "";

    public int ExitCode { get; private set; } = -1;

    public static async Task<Terminal> TypeAsync(string line, Action<FakeSources>? prepare = null, TerminalFacts? facts = null)
    {
        var terminal = facts is null ? new Terminal() : new Terminal { Facts = facts };
        prepare?.Invoke(terminal.Sources);
        await terminal.TypeAsync(Split(line)).ConfigureAwait(false);
        return terminal;
    }

    public static async Task<ParsedRun> RunAsync(string line, Action<FakeSources>? prepare = null, TerminalFacts? facts = null)
    {
        var terminal = await TypeAsync(line, prepare, facts).ConfigureAwait(false);
        Assert.Equal("", terminal.Errors);
        Assert.NotNull(terminal.Run);
        return terminal.Run;
    }

    public static async Task<RunOptions> OptionsAsync(string line, Action<FakeSources>? prepare = null) =>
        (await RunAsync(line, prepare).ConfigureAwait(false)).Run;

    public async Task TypeAsync(IReadOnlyList<string> args)
    {
        var bodies = new CommandBodies
        {
            Run = run => Keep(() => Run = run),
            Attach = attach => Keep(() => Attach = attach),
            Agent = agent => Keep(() => Agent = agent),
            Probe = probe => Keep(() => Probe = probe),
            Report = report => Keep(() => Report = report),
            Compare = compare => Keep(() => Compare = compare),
            Sweep = sweep => Keep(() => Sweep = sweep),
            Sim = sim => Keep(() => Sim = sim),
            SelfTest = test => Keep(() => SelfTest = test),
        };
        using var output = new StringWriter();
        using var errors = new StringWriter();
        ExitCode = await new App(bodies, Sources, Facts).RunAsync(args, output, errors).ConfigureAwait(false);
        (Output, Errors) = (output.ToString(), errors.ToString());
    }

    private static Task<int> Keep(Action keep)
    {
        keep();
        return Task.FromResult(0);
    }

    // As a shell would, with single quotes only.
    private static List<string> Split(string line)
    {
        var args = new List<string>();
        var (word, isQuoted, hasWord) = ("", false, false);
        foreach (var c in line)
        {
            if (c == '\'')
            {
                (isQuoted, hasWord) = (!isQuoted, true);
            }
            else if (c == ' ' && !isQuoted)
            {
                if (hasWord)
                    args.Add(word);
                (word, hasWord) = ("", false);
            }
            else
            {
                (word, hasWord) = (word + c, true);
            }
        }

        if (hasWord)
            args.Add(word);
        return args;
    }
}
