namespace VllmStream.Simulation;

/// <summary>How much later than planned the writes of some requests began; immutable once made.</summary>
internal sealed class Lateness
{
    private readonly List<long> sorted = [];

    public Lateness(IEnumerable<EmissionRecord> entries)
    {
        foreach (var entry in entries)
        {
            foreach (ref readonly var item in entry.Events)
            {
                if (item.DueTicks != 0) sorted.Add(item.WriteTicks - item.DueTicks);
            }
        }

        sorted.Sort();
    }

    /// <summary>Writes that had a plan.</summary>
    public int Count => sorted.Count;

    /// <summary>The lateness at a quantile, in ticks; null without writes.</summary>
    public long? At(double quantile) => sorted.Count == 0 ? null : sorted[Math.Max(0, (int)Math.Ceiling(quantile * sorted.Count) - 1)];
}
