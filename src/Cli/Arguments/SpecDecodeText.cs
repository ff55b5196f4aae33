using System.Diagnostics.CodeAnalysis;
using VllmStream.Profiling.Options;
using VllmStream.Simulation;

namespace VllmStream.Cli.Arguments;

/// <summary>Drafts and how likely they are accepted: <c>3:0.7</c>, or one probability for each, <c>3:0.8,0.6,0.4</c>.</summary>
internal static class SpecDecodeText
{
    internal static bool TryParse(string text, out SpecDecoding value, [NotNullWhen(false)] out string? problem)
    {
        value = null!;
        problem = "is no number of drafts with their acceptance; write 3:0.7 or 3:0.8,0.6,0.4";
        var at = text.IndexOf(':', StringComparison.Ordinal);
        if (at < 0 || !CountText.TryParse(text[..at], long.MinValue, long.MaxValue, out var drafts, out _))
            return false;
        if (drafts is < 1 or > SpecDecoding.MostDrafts)
        {
            problem = $"must have 1 to {SpecDecoding.MostDrafts} drafts";
            return false;
        }

        var chances = new List<double>();
        foreach (var part in text[(at + 1)..].Split(','))
        {
            if (!NumberText.TryParse(part, 0, 1, out var chance, out var wrong))
            {
                problem = $"has the acceptance {part}: {wrong}";
                return false;
            }

            chances.Add(chance);
        }

        problem = chances.Count == 1 || chances.Count == drafts ? null : $"has {chances.Count} probabilities for {drafts} drafts; write one, or one for each";
        value = chances.Count == 1 ? SpecDecoding.Even((int)drafts, chances[0]) : new SpecDecoding { Acceptance = chances };
        return problem is null;
    }
}
