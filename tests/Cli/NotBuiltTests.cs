using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cli;

public sealed class NotBuiltTests
{
    public static TheoryData<string> Options { get; } =
        [.. OptionTable.For(CommandKinds.Run).Where(option => option.NotBuilt is not null).SelectMany(option => option.AllNames)];

    [Theory]
    [MemberData(nameof(Options))]
    public async Task Option_that_is_not_built_says_what_to_do_instead(string name)
    {
        var terminal = await Terminal.TypeAsync($"run h {name} 5");
        Assert.Equal($"error: {name} is not built yet; {OptionTable.Find(CommandKinds.Run, name)!.NotBuilt}\n", terminal.Errors.ReplaceLineEndings("\n"));
        Assert.Equal(2, terminal.ExitCode);
    }

    [Fact]
    public void Advice_names_nothing_that_is_not_built()
    {
        var advice = OptionTable.All.Select(option => option.NotBuilt).OfType<string>();
        var names = advice.SelectMany(text => text.Split(' ', ',', ';')).Where(word => word.StartsWith("--", StringComparison.Ordinal));
        Assert.All(names, name => Assert.Null(OptionTable.Named(name).NotBuilt));
    }
}
