using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace VllmStream.Simulation;

/// <summary>A release of vLLM, which decides what some of its metrics are called. A number left out is 0.</summary>
public readonly record struct VllmRelease(int Major, int Minor, int Patch) : IComparable<VllmRelease>
{
    /// <summary>Reads 0.11.0 or 0.11, with a leading v if need be.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out VllmRelease release)
    {
        release = default;
        var parts = (text ?? "").TrimStart('v').Split('.');
        if (parts.Length is < 2 or > 3) return false;
        var numbers = new int[3];
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return false;
        }

        release = new VllmRelease(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(VllmRelease other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    /// <summary>True from a release on.</summary>
    internal bool IsFrom(int minor, int patch = 0) => CompareTo(new VllmRelease(0, minor, patch)) >= 0;

    public static bool operator <(VllmRelease left, VllmRelease right) => left.CompareTo(right) < 0;

    public static bool operator >(VllmRelease left, VllmRelease right) => left.CompareTo(right) > 0;

    public static bool operator <=(VllmRelease left, VllmRelease right) => left.CompareTo(right) <= 0;

    public static bool operator >=(VllmRelease left, VllmRelease right) => left.CompareTo(right) >= 0;
}
