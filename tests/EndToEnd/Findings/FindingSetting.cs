using System.Text.RegularExpressions;

namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>A simulator and a load on it, each as it stands on a command line.</summary>
/// <param name="Simulator">Options of <c>vllmstream sim</c>; what has blanks in it stands in single quotes.</param>
/// <param name="Load">Options of <c>vllmstream run</c>.</param>
internal sealed partial record FindingSetting(string Simulator, string Load)
{
    public string[] SimulatorWords => Words(Simulator);

    public string[] LoadWords => Words(Load);

    private static string[] Words(string line) => [.. Word().Matches(line).Select(word => word.Value.Trim('\''))];

    [GeneratedRegex(@"'[^']*'|[^ ]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Word();
}
