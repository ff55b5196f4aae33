using System.Globalization;
using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>What <c>bench ceiling</c> was asked for.</summary>
internal sealed record CeilingOptions
{
    /// <summary>One line of help.</summary>
    public const string Usage = "bench ceiling [case...] [--transport NAME] [--seconds N] [--runs N] [--program FILE]";

    /// <summary>Cases by name; empty = all.</summary>
    public IReadOnlyList<string> Cases { get; private init; } = [];

    /// <summary>Passed on to the client; null = its own choice.</summary>
    public string? Transport { get; private init; }

    /// <summary>Length of the measured window.</summary>
    public int Seconds { get; private init; } = 10;

    /// <summary>Runs of each client; medians are shown when there are several.</summary>
    public int Runs { get; private init; } = 1;

    /// <summary>Another build of vllmstream; null = the one beside the bench.</summary>
    public string? Program { get; private init; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="BenchException">An option is unknown or has no value.</exception>
    public static CeilingOptions Parse(string[] arguments)
    {
        var options = new CeilingOptions();
        var cases = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--transport":
                    options = options with { Transport = Value(arguments, ref i) };
                    break;
                case "--program":
                    options = options with { Program = Value(arguments, ref i) };
                    break;
                case "--seconds":
                    options = options with { Seconds = Number(arguments, ref i) };
                    break;
                case "--runs":
                    options = options with { Runs = Number(arguments, ref i) };
                    break;
                case ['-', ..]:
                    throw new BenchException($"no option {arguments[i]}; {Usage}");
                default:
                    cases.Add(arguments[i]);
                    break;
            }
        }
        return options with { Cases = cases };
    }

    private static string Value(string[] arguments, ref int at) =>
        ++at < arguments.Length ? arguments[at] : throw new BenchException($"{arguments[at - 1]} needs a value; {Usage}");

    private static int Number(string[] arguments, ref int at) =>
        int.TryParse(Value(arguments, ref at), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw new BenchException($"{arguments[at - 1]} needs a whole number over 0; {Usage}");
}
