using VllmStream.Cli;
using VllmStream.Cli.Arguments;
using VllmStream.Cli.Help;

namespace VllmStream.Tests.Cli;

public sealed class HelpTests
{
    public static TheoryData<string> Commands { get; } = [.. CommandTable.All.Select(command => command.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_of_a_command_is_the_golden_text(string name)
    {
        var terminal = await Terminal.TypeAsync($"{name} --help");
        Assert.Equal((0, ""), (terminal.ExitCode, terminal.Errors));
        await Repository.IsAsync(Repository.PathOf("tests", "Cli", "Golden", $"{name}.txt"), terminal.Output);
    }

    [Theory]
    [InlineData("")]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_of_the_program_is_the_golden_text(string line)
    {
        var terminal = await Terminal.TypeAsync(line);
        Assert.Equal((0, ""), (terminal.ExitCode, terminal.Errors));
        var text = terminal.Output.Replace(VersionText.Number, "VERSION", StringComparison.Ordinal);
        await Repository.IsAsync(Repository.PathOf("tests", "Cli", "Golden", "program.txt"), text);
    }

    [Theory]
    [InlineData("run h --rate x -h")]
    [InlineData("run --frobnicate --help")]
    public async Task Help_is_given_whatever_else_is_wrong(string line)
    {
        var terminal = await Terminal.TypeAsync(line);
        Assert.Equal((0, ""), (terminal.ExitCode, terminal.Errors));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Help_fits_80_columns(string name)
    {
        var terminal = await Terminal.TypeAsync($"{name} --help");
        Assert.All(terminal.Output.Split('\n'), line => Assert.InRange(line.Length, 0, TextColumns.Width));
    }

    [Fact]
    public async Task Version_is_one_line()
    {
        var terminal = await Terminal.TypeAsync("--version");
        Assert.Equal((0, $"vllmstream {VersionText.Number}\n"), (terminal.ExitCode, terminal.Output));
        Assert.Matches(@"^\d+\.\d+\.\d+", VersionText.Number);
    }

    [Fact]
    public async Task Examples_of_help_are_command_lines_that_work()
    {
        foreach (var example in CommandTable.All.SelectMany(command => command.Examples))
        {
            var terminal = await Terminal.TypeAsync(example, AddRunFiles);
            Assert.Equal((0, ""), (terminal.ExitCode, terminal.Errors));
        }
    }

    [Fact]
    public async Task Completion_offers_options_and_their_values()
    {
        var options = new Terminal();
        await options.TypeAsync(["[suggest:23]", "vllmstream run --concur"]);
        Assert.Contains("--concurrency", options.Output, StringComparison.Ordinal);
        var values = new Terminal();
        await values.TypeAsync(["[suggest:26]", "vllmstream run h --record "]);
        Assert.Contains("gaps", values.Output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Options_page_is_made_from_the_table() =>
        Repository.IsAsync(Repository.PathOf("docs", "options.md"), OptionsPage.Text());

    [Fact]
    public Task Faults_page_is_made_from_the_tables() =>
        Repository.IsAsync(Repository.PathOf("docs", "faults.md"), FaultsPage.Text());

    [Fact]
    public Task Findings_page_is_made_from_the_rules() =>
        Repository.IsAsync(Repository.PathOf("docs", "findings.md"), FindingsPage.Text());

    private static void AddRunFiles(FakeSources sources)
    {
        foreach (var file in (string[])["run-7f3a.ndjson", "base.ndjson", "new.ndjson", "vllm-bench.json"])
            sources.Files[file] = "";
    }
}
