namespace VllmStream.Profiling.Load;

/// <summary>A part of the share of a process that was lost, for one of those that go on.</summary>
/// <param name="Index">Which share of the plan, from 0.</param>
/// <param name="Part">Which part of it, from 0.</param>
/// <param name="Parts">How many take it over.</param>
/// <param name="FromTicks">What is due from then on, in ticks of this machine's monotonic clock; what was due before stays lost.</param>
public sealed record LostShare(int Index, int Part, int Parts, long FromTicks)
{
    /// <summary>Every m-th task of the share is this part's, and every L-th of those a lane's: the first of them, and how far it is to the next.</summary>
    /// <param name="first">The first task that is still to be sent.</param>
    /// <param name="lane">Which lane, from 0.</param>
    /// <param name="lanes">How many there are.</param>
    internal (long First, int Stride) Walk(long first, int lane, int lanes)
    {
        var stride = lanes * Parts;
        var number = Part + (long)Parts * lane;
        return (first <= number ? number : number + (first - number + stride - 1) / stride * stride, stride);
    }
}
