namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>One request of a task.</summary>
public sealed record ScenarioStep
{
    /// <summary>The group: every metric exists for it.</summary>
    public required string Name { get; init; }

    /// <summary>What is asked; model, prompts, system message and body may hold <c>${variables}</c>.</summary>
    public required WorkloadOptions Request { get; init; }

    /// <summary>Headers beside those of the run, whose own win.</summary>
    public IReadOnlyList<HeaderOption> Headers { get; init; } = [];

    /// <summary>What the answer must be like; null = any success will do.</summary>
    public Expectations? Expect { get; init; }

    /// <summary>Variables that get a value before the request.</summary>
    public IReadOnlyList<VariableDraw> Set { get; init; } = [];

    /// <summary>Variables that get their value from the answer: name, and a JSON Pointer (RFC 6901) or the word <c>text</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Capture { get; init; } = [];

    /// <summary>Its place in a conversation whose history grows, from 1; 0 = it is no part of one.</summary>
    public int Turn { get; init; }

    /// <summary>True when a further turn builds on its answer.</summary>
    public bool HasNextTurn { get; init; }

    /// <summary>True when it is one of the two ways in which a prompt is asked.</summary>
    public bool IsPaired { get; init; }

    /// <summary>What the user waits before the next step.</summary>
    public TimeRange Think { get; init; }
}
