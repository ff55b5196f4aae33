using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>A closed loop of streams that each get a token every so often.</summary>
internal sealed record PacedLoad
{
    /// <summary>What it is called on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Answers under way at a time.</summary>
    public required int Streams { get; init; }

    /// <summary>Time between two tokens of a stream.</summary>
    public required int GapMs { get; init; }

    /// <summary>Tokens of an answer on average.</summary>
    public required int Tokens { get; init; }

    /// <summary>An answer is up to this many tokens shorter or longer: else all would end, and begin, at once.</summary>
    public required int Spread { get; init; }

    /// <summary>True when all streams get their token in the same instant, as from one step of an engine; else evenly over the gap.</summary>
    public bool Together { get; init; }

    /// <summary>Load before anything counts.</summary>
    public int WarmupSeconds { get; init; } = 6;

    /// <summary>How it reads in a table.</summary>
    public string Title => string.Create(
        CultureInfo.InvariantCulture,
        $"{Streams:N0} streams x {GapMs} ms{(Together ? ", all together" : "")}: {Streams * 1000.0 / GapMs:N0} events/s");

    /// <summary>What makes the server serve it.</summary>
    public IReadOnlyList<string> ServerArguments =>
        ["--gap-us", Text(GapMs * 1000), "--tokens", Text(Tokens), Together ? "--together" : "--spread"];

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
