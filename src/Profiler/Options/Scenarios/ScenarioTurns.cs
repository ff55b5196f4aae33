using VllmStream.Profiling.Options.Prompts;

namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>A step asked again and again in one conversation: every turn is a group of its own, since each has a longer prompt than the one before.</summary>
public static class ScenarioTurns
{
    /// <summary>More turns than this are more groups than anybody reads.</summary>
    public const int Most = 100;

    /// <summary>Why prompts that are conversations have no turns.</summary>
    public const string TwoConversations = "would go on with conversations, and those of the file (messages) are whole; give its lines a prompt in place of messages";

    /// <summary>True when prompts are whole conversations.</summary>
    public static bool HasConversations(IReadOnlyList<PromptEntry> entries) => entries.Any(entry => entry.Messages is not null);

    /// <summary>The turns of a conversation; the step itself when there is but one.</summary>
    /// <param name="step">What every turn asks.</param>
    /// <param name="turns">How many.</param>
    /// <param name="think">What the user waits between two.</param>
    public static IReadOnlyList<ScenarioStep> Of(ScenarioStep step, int turns, TimeRange think)
    {
        ArgumentNullException.ThrowIfNull(step);
        if (turns <= 1)
            return [step];
        return [.. Enumerable.Range(1, turns).Select(turn => step with
        {
            Name = $"{step.Name}_turn{turn}",
            Turn = turn,
            HasNextTurn = turn < turns,
            Think = think,
        })];
    }
}
