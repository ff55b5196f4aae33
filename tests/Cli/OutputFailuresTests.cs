using VllmStream.Cli.Running;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

public sealed class OutputFailuresTests
{
    [Fact]
    public async Task Output_that_fails_keeps_none_of_the_others_from_being_written_and_each_is_told()
    {
        using var errors = new StringWriter();
        var failures = new OutputFailures(new Talk(errors, quiet: true, overwrite: false));
        var written = new List<int>();
        await failures.TryAsync(() => throw new OptionException("a cannot", "another"));
        await failures.TryAsync(() => written.Add(1));
        await failures.TryAsync(() => throw new OptionException("b cannot"));
        await failures.TryAsync(() => written.Add(2));
        Assert.Equal([1, 2], written);
        Assert.Equal("error: a cannot\ntry: another\n", errors.ToString().ReplaceLineEndings("\n"));
        Assert.Equal("b cannot", Assert.Throws<OptionException>(failures.Throw).Message);
    }

    [Fact]
    public async Task Nothing_fails_where_all_is_written()
    {
        using var errors = new StringWriter();
        var failures = new OutputFailures(new Talk(errors, quiet: false, overwrite: false));
        await failures.TryAsync(() => { });
        failures.Throw();
        Assert.Equal("", errors.ToString());
    }

    [Fact]
    public async Task Stdout_that_cannot_be_written_is_one_line()
    {
        await using var full = new StandardOutput(new Refusing(new IOException("No space left on device")));
        Assert.Equal("stdout cannot be written: No space left on device", Assert.Throws<OptionException>(() => full.Write("x"u8)).Message);
        await using var closed = new StreamWriter(new StandardOutput(new Refusing(new UnauthorizedAccessException()))) { AutoFlush = true };
        const string Closed = "stdout cannot be written: it is closed, or only to be read";
        Assert.Equal(Closed, (await Assert.ThrowsAsync<OptionException>(() => closed.WriteLineAsync("x"))).Message);
        var file = Assert.Throws<OptionException>(() => OutputFile.Write("--json", "-", () => throw new IOException("No space left on device")));
        Assert.Equal("stdout cannot be written: No space left on device", file.Message);
    }

    private sealed class Refusing(Exception fault) : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw fault;
    }
}
