using System.Diagnostics.CodeAnalysis;

namespace VllmStream.Profiling.Options;

/// <summary>Arrival kinds: <c>poisson</c>, <c>constant</c>, <c>gamma:0.5</c>.</summary>
public static class ArrivalText
{
    private const double LeastShape = 0.01;

    /// <summary>Reads a kind; the shape is null when only <c>gamma</c> is written.</summary>
    public static bool TryParse(string text, out ArrivalKind kind, out double? shape, [NotNullWhen(false)] out string? problem)
    {
        (kind, shape, problem) = (ArrivalKind.Poisson, null, null);
        switch (text)
        {
            case "poisson":
                return true;
            case "constant":
                kind = ArrivalKind.Constant;
                return true;
            case "gamma":
                kind = ArrivalKind.Gamma;
                return true;
        }

        if (!text.StartsWith("gamma:", StringComparison.Ordinal))
        {
            problem = "is no arrival; write poisson, constant or gamma:0.5";
            return false;
        }

        kind = ArrivalKind.Gamma;
        if (!TryParseShape(text["gamma:".Length..], out var value, out problem))
            return false;
        shape = value;
        return true;
    }

    /// <summary>Reads the shape of the gamma distribution.</summary>
    public static bool TryParseShape(string text, out double shape, [NotNullWhen(false)] out string? problem)
    {
        if (!NumberText.TryParse(text, double.MinValue, 1e6, out shape, out problem))
            return false;
        // Of a smaller shape all gaps but a few are too short for a number.
        problem = shape <= 0 ? "must have a shape above 0" : shape < LeastShape ? $"is too small; the least shape is {LeastShape}" : null;
        return problem is null;
    }
}
