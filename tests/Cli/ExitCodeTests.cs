using VllmStream.Cli;

namespace VllmStream.Tests.Cli;

public sealed class ExitCodeTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(99, 99)]
    [InlineData(4, 99, 4)]
    [InlineData(5, 4, 5)]
    [InlineData(130, 5, 130, 99)]
    [InlineData(143, 5, 143)]
    [InlineData(1, 130, 1)]
    [InlineData(3, 1, 3)]
    [InlineData(2, 3, 2)]
    public void Exit_code_that_hides_the_others_wins(int code, params int[] apply) =>
        Assert.Equal(code, ExitCode.First(apply));

    [Fact]
    public async Task Bug_is_one_line_and_code_1()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var app = new App(new CommandBodies { Run = _ => throw new InvalidOperationException("boom") }, new FakeSources(), new TerminalFacts(StdoutIsTerminal: false, null, NoColor: false));
        Assert.Equal(1, await app.RunAsync(["run", "h"], output, errors));
        Assert.Equal("error: internal: InvalidOperationException: boom\n", errors.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Bug_has_its_stack_trace_with_debug()
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var app = new App(new CommandBodies { Run = _ => throw new InvalidOperationException("boom") }, new FakeSources(), new TerminalFacts(StdoutIsTerminal: false, null, NoColor: false));
        await app.RunAsync(["run", "h", "--debug"], output, errors);
        Assert.Contains("   at ", errors.ToString(), StringComparison.Ordinal);
    }
}
