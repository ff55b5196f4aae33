using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class OptionTableTests
{
    // The tables of the specification, row by row; the second column is what is also accepted.
    public static TheoryData<string, string> Specified { get; } = new()
    {
        { "--concurrency", "-c --vus --streams" },
        { "--rate", "-r --request-rate" },
        { "--arrival", "--request-rate-mode" },
        { "--burstiness", "" },
        { "--max-concurrency", "" },
        { "--users", "" },
        { "--spawn-rate", "" },
        { "--think", "--wait-time" },
        { "--stages", "--stage" },
        { "--stages-of", "" },
        { "--trace", "--input-file" },
        { "--speed", "" },
        { "--scenario", "-f" },
        { "--model", "-m --model-names" },
        { "--endpoint", "--endpoint-type --backend" },
        { "--mode", "" },
        { "--streaming", "" },
        { "--no-stream", "" },
        { "--prompt", "" },
        { "--prompts", "--dataset-path" },
        { "--isl", "--input-len --random-input-len --synthetic-input-tokens-mean" },
        { "--osl", "--output-len --random-output-len" },
        { "--prefix", "" },
        { "--turns", "" },
        { "--ignore-eos", "" },
        { "--temperature", "" },
        { "--top-p", "" },
        { "--extra-body", "" },
        { "--header", "-H" },
        { "--tokenizer", "" },
        { "--seed", "" },
        { "--api-key-env", "" },
        { "--api-key-file", "" },
        { "--api-key", "" },
        { "--duration", "-d -z --max-seconds --benchmark-duration" },
        { "--requests", "-n --num-prompts --request-count" },
        { "--warmup", "--num-warmups" },
        { "--drain", "--benchmark-grace-period" },
        { "--wait", "--ready-check-timeout-sec" },
        { "--no-probe", "" },
        { "--timeout-connect", "" },
        { "--timeout-first-token", "" },
        { "--timeout-idle", "" },
        { "--timeout-total", "-t --timeout" },
        { "--retries", "" },
        { "--retry-budget", "--retry-max-time" },
        { "--slo", "--goodput" },
        { "--check", "--threshold" },
        { "--abort-on", "" },
        { "--cacert", "" },
        { "--cert", "" },
        { "--key", "" },
        { "--insecure", "" },
        { "--proxy", "" },
        { "--metrics", "" },
        { "--gpu", "" },
        { "--ui", "" },
        { "--headless", "" },
        { "--no-tui", "" },
        { "--ndjson", "-o" },
        { "--record", "" },
        { "--summary", "" },
        { "--tag", "--metadata --label" },
        { "--no-color", "" },
        { "--ascii", "" },
        { "--quiet", "" },
        { "--debug", "" },
        { "--sim", "" },
        { "--nats", "" },
        { "--agents", "" },
    };

    [Theory]
    [MemberData(nameof(Specified))]
    public void Option_of_the_specification_is_taken_by_run(string name, string otherNames)
    {
        var definition = OptionTable.Find(CommandKinds.Run, name);
        Assert.NotNull(definition);
        Assert.Equal(name, definition.Name);
        foreach (var other in otherNames.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.Same(definition, OptionTable.Find(CommandKinds.Run, other));
    }

    [Theory]
    [InlineData("--json", CommandKinds.Report)]
    [InlineData("--html", CommandKinds.Report)]
    [InlineData("--csv", CommandKinds.Report)]
    [InlineData("--format", CommandKinds.Report)]
    [InlineData("--by", CommandKinds.Compare)]
    [InlineData("--port", CommandKinds.Sim)]
    [InlineData("--nats", CommandKinds.Agent)]
    [InlineData("--region", CommandKinds.Agent)]
    [InlineData("--allow-target", CommandKinds.Agent)]
    public void Option_of_another_command_is_taken_by_it(string name, CommandKinds command) =>
        Assert.NotNull(OptionTable.Find(command, name));

    [Fact]
    public void Option_names_are_unique_within_a_command()
    {
        foreach (var command in Enum.GetValues<CommandKinds>())
        {
            var names = OptionTable.For(command).SelectMany(option => option.AllNames).ToArray();
            Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Fact]
    public void Option_names_have_their_dashes()
    {
        foreach (var option in OptionTable.All)
        {
            Assert.StartsWith("--", option.Name, StringComparison.Ordinal);
            Assert.True(option.Letter is null or ['-', not '-'], option.Name);
            Assert.All(option.Aliases, alias => Assert.StartsWith("-", alias.Name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Option_with_a_value_says_what_it_is()
    {
        foreach (var option in OptionTable.All)
        {
            Assert.Equal(option.Shape == ValueShape.Flag, option.Value.Length == 0);
            Assert.Equal(option.Shape == ValueShape.Choice, option.Choices.Count > 0);
            Assert.True(option.StandsFor is null || option.Shape == ValueShape.Flag, option.Name);
        }
    }

    [Fact]
    public void Option_help_is_one_short_line()
    {
        foreach (var option in OptionTable.All)
        {
            Assert.InRange(option.Help.Length, 5, 56);
            Assert.False(option.Help.EndsWith('.'), option.Name);
        }
    }

    [Fact]
    public void Option_that_stands_for_others_names_options_of_the_same_commands()
    {
        foreach (var option in OptionTable.All.Where(option => option.StandsFor is not null))
        {
            var parts = option.StandsFor!.Split(' ');
            for (var i = 0; i < parts.Length; i += 2)
                Assert.Equal(option.Commands, OptionTable.Named(parts[i]).Commands & option.Commands);
        }
    }

    [Theory]
    [InlineData("-q")]
    [InlineData("-u")]
    [InlineData("-s")]
    public void Ambiguous_letter_is_taken_by_no_command(string letter)
    {
        Assert.NotNull(RefusedLetters.Explain(letter));
        Assert.DoesNotContain(OptionTable.All, option => option.AllNames.Contains(letter, StringComparer.Ordinal));
    }
}
