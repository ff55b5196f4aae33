using System.Diagnostics.CodeAnalysis;
using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Cli.Arguments;

/// <summary>A spread with its shape: <c>0.1</c> is lognormal, <c>normal:0.1</c>, <c>uniform:0.1</c>.</summary>
internal static class NoiseText
{
    // As for --jitter: beyond ten times the mean a spread says nothing about a server any more.
    private const double Most = 10;

    internal static bool TryParse(string text, out (JitterDistribution Shape, double Spread) value, [NotNullWhen(false)] out string? problem)
    {
        var at = text.IndexOf(':', StringComparison.Ordinal);
        value = default;
        var shape = (at < 0 ? "lognormal" : text[..at]) switch
        {
            "lognormal" => JitterDistribution.LogNormal,
            "normal" => JitterDistribution.Normal,
            "uniform" => JitterDistribution.Uniform,
            _ => JitterDistribution.None,
        };
        if (shape == JitterDistribution.None)
        {
            problem = "has no shape we know; write lognormal:0.1, normal:0.1 or uniform:0.1";
            return false;
        }

        if (!NumberText.TryParse(text[(at + 1)..], 0, shape == JitterDistribution.Uniform ? 1 : Most, out var spread, out problem))
            return false;
        value = (spread == 0 ? JitterDistribution.None : shape, spread);
        return true;
    }
}
