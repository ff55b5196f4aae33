namespace VllmStream.Bench.Ceiling;

/// <summary>One load against the paced server.</summary>
/// <param name="Name">The word on the command line.</param>
/// <param name="Title">What it is.</param>
/// <param name="Streams">Streams in flight.</param>
/// <param name="GapMs">Between two tokens of one.</param>
/// <param name="Tokens">Tokens of an answer.</param>
/// <param name="Together">True when all send in the same instants.</param>
internal sealed record CeilingCase(string Name, string Title, int Streams, int GapMs, int Tokens, bool Together = false)
{
    public static IReadOnlyList<CeilingCase> All { get; } =
    [
        new("cpu", "1,000 streams x 20 ms", 1_000, 20, 100),
        new("lag", "2,000 streams x 50 ms", 2_000, 50, 60),
        new("together", "2,000 streams x 50 ms, all in the same instants", 2_000, 50, 60, Together: true),
        new("wide", "5,000 streams x 500 ms", 5_000, 500, 20),
        new("wider", "10,000 streams x 1 s", 10_000, 1_000, 12),
    ];

    /// <summary>Time to the first token.</summary>
    public int TtftMs => 100;

    /// <summary>Events per second when all streams are under way.</summary>
    public double EventsPerS => Streams * 1000.0 / GapMs;
}
