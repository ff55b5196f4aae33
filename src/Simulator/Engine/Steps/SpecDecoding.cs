namespace VllmStream.Simulation;

/// <summary>Speculative decoding: how many tokens are drafted, and how likely each is to be taken when those before it were.</summary>
public sealed record SpecDecoding
{
    /// <summary>More than any drafter in use proposes.</summary>
    public const int MostDrafts = 32;

    /// <summary>The probability at each position; as many as there are drafts.</summary>
    public required IReadOnlyList<double> Acceptance { get; init; }

    /// <summary>Drafts in a step.</summary>
    public int Drafts => Acceptance.Count;

    /// <summary>The same probability at every position.</summary>
    public static SpecDecoding Even(int drafts, double acceptance) => new() { Acceptance = [.. Enumerable.Repeat(acceptance, drafts)] };

    internal string? Problem()
    {
        if (Drafts is < 1 or > MostDrafts) return $"drafts must be between 1 and {MostDrafts}";
        return Acceptance.Any(chance => !(chance is >= 0 and <= 1)) ? "acceptance must be between 0 and 1" : null;
    }

    /// <summary>How many of the first drafts are taken: those before the first that is not.</summary>
    internal int Draw(int drafts, ref SeededRandom random)
    {
        var accepted = 0;
        while (accepted < drafts && random.NextUnit() < Acceptance[accepted]) accepted++;
        return accepted;
    }
}
