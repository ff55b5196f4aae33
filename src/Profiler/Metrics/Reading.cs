namespace VllmStream.Profiling.Metrics;

/// <summary>One value of one metric, or why there is none.</summary>
/// <remarks>Kept in thousandths of the metric's unit (microseconds; 0.001 tok/s): that is what histograms count in, and whole microseconds add without error.</remarks>
public readonly struct Reading
{
    private Reading(double thousandths, AbsenceReason reason)
    {
        Thousandths = thousandths;
        Reason = reason;
    }

    /// <summary>The value in thousandths of its unit; meaningless when absent.</summary>
    public double Thousandths { get; }

    /// <summary>Why it is absent; <see cref="AbsenceReason.None"/> when present.</summary>
    public AbsenceReason Reason { get; }

    /// <summary>True when there is a value.</summary>
    public bool IsPresent => Reason == AbsenceReason.None;

    /// <summary>The value in its unit, rounded to a thousandth; null when absent.</summary>
    public double? OrNull => IsPresent ? Rounded.ToThousandth(Thousandths / 1_000) : null;

    /// <summary>A value; a negative one is the contradiction it stands for, never a number.</summary>
    public static Reading Of(double thousandths) =>
        thousandths >= 0 ? new(thousandths, AbsenceReason.None) : Absent(AbsenceReason.OutOfOrder);

    /// <summary>No value.</summary>
    public static Reading Absent(AbsenceReason reason) => new(0, reason);
}
