using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>
/// Repeats the name of an option in front of each of its values where other tools take several behind one:
/// <c>--goodput ttft:500 tpot:25</c> becomes <c>--goodput ttft:500 --goodput tpot:25</c>.
/// </summary>
/// <remarks>The parser could take "as many as follow", but would then swallow the URL behind them.</remarks>
internal static class ArgumentSpread
{
    internal static IReadOnlyList<string> Apply(IReadOnlyList<string> args)
    {
        var spread = new List<string>(args.Count);
        for (var i = 0; i < args.Count; i++)
        {
            spread.Add(args[i]);
            if (args[i] == "--")
            {
                spread.AddRange(args.Skip(i + 1));
                break;
            }

            if (FurtherValueOf(args[i]) is not { } isFurtherValue || i + 1 >= args.Count)
                continue;
            var name = args[i];
            spread.Add(args[++i]);
            while (i + 1 < args.Count && isFurtherValue(args[i + 1]))
            {
                spread.Add(name);
                spread.Add(args[++i]);
            }
        }

        return spread;
    }

    private static Func<string, bool>? FurtherValueOf(string name)
    {
        var definition = OptionTable.All.FirstOrDefault(option => option.Spreads && option.AllNames.Contains(name, StringComparer.Ordinal));
        return definition?.Name switch
        {
            "--slo" => SloText.LooksLikeTerm,
            "--header" => HeaderText.LooksLikeTerm,
            "--tag" => TagText.LooksLikeTerm,
            _ => null,
        };
    }
}
