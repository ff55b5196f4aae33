namespace VllmStream.Profiling.Options;

/// <summary>The part of a plan that one of several processes sends: of tasks 0, 1, 2 and so on those whose number mod <see cref="Of"/> is <see cref="Index"/>. Pure.</summary>
/// <remarks>What all parts send together is the plan, each task once, whoever sends it and however fast.</remarks>
/// <param name="Index">Which part, from 0.</param>
/// <param name="Of">How many there are.</param>
public sealed record PlanShare(int Index, int Of)
{
    /// <summary>All of it.</summary>
    public static PlanShare Whole { get; } = new(0, 1);

    /// <summary>Number in the plan of the part's own task <paramref name="own"/>, both from 0.</summary>
    public long Place(long own) => own * Of + Index;

    /// <summary>How many of the first <paramref name="count"/> tasks are the part's own.</summary>
    public long Below(long count) => count <= Index ? 0 : (count - Index - 1) / Of + 1;

    /// <summary>The same of a plan whose tasks are sent in bunches that stay together, as the members of a pair.</summary>
    public long Place(long own, int bunch) => Place(own / bunch) * bunch + own % bunch;

    /// <summary>The same.</summary>
    public long Below(long count, int bunch) => Below(count / bunch) * bunch + (count / bunch % Of == Index ? count % bunch : 0);
}
