using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Workload;

/// <summary>What all requests of a step have in common beside their text. Immutable.</summary>
/// <param name="Group">The group: every metric exists for it.</param>
/// <param name="Route">Number of its route: endpoint, path and headers.</param>
public sealed record RequestKind(string Group, int Route)
{
    /// <summary>What its answers must be like; null = any success will do.</summary>
    public Expectations? Expect { get; init; }

    /// <summary>Variables that its answers give: name, and where from.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Capture { get; init; } = [];

    /// <summary>True when the answer is part of the next request.</summary>
    public bool KeepsAnswer { get; init; }

    /// <summary>True when its answers begin with the prompt: then their text is not what was generated.</summary>
    public bool EchoesPrompt { get; init; }

    /// <summary>True when somebody needs the visible text of the answer.</summary>
    public bool NeedsText => KeepsAnswer || Expect?.NeedsText == true || Capture.Any(pair => pair.Value == "text");

    /// <summary>True when somebody needs the answer as the document it came as.</summary>
    public bool NeedsDocument => Expect?.JsonSchema is not null || Capture.Any(pair => pair.Value != "text");
}
