namespace VllmStream.Simulation;

/// <summary>Where one sequence stands in the step loop. Used under the lock of its engine.</summary>
internal sealed class StepSequence(SequenceCourse course, int choice, StepTokenSource source, int stallToken)
{
    public SequenceCourse Course { get; } = course;

    public StepTokenSource Source { get; } = source;

    /// <summary>Index of the sequence in its request.</summary>
    public int Choice { get; } = choice;

    /// <summary>Blocks it holds, in the order of its tokens.</summary>
    public List<int> Blocks { get; } = [];

    /// <summary>Tokens whose keys and values are in its blocks.</summary>
    public int Computed { get; set; }

    /// <summary>Tokens to compute before the next one can be made: the prompt, after a preemption with what was generated before.</summary>
    public int Target { get; set; } = course.Plan.PromptTokens;

    /// <summary>Tokens generated so far.</summary>
    public int Generated { get; set; }

    /// <summary>Tokens that the step under way computes, drafts included.</summary>
    public int InStep { get; set; }

    /// <summary>When it goes on after a stall.</summary>
    public long ResumeTicks { get; set; }

    /// <summary>The token before which it stalls; 0 = never, or it has.</summary>
    public int StallToken { get; set; } = stallToken;

    /// <summary>True once it has ended or its client has left.</summary>
    public bool IsOver { get; set; }

    /// <summary>Its own draws for its drafts, so that they do not depend on who shares its steps.</summary>
    public SeededRandom Random = new(course.Plan.TimingSeed);

    public bool IsPrefilling => Computed < Target;

    public bool KeepsBlocks => Course.Plan.PromptBlocks is not null;

    public ReadOnlySpan<ulong> PromptBlocks => Course.Plan.PromptBlocks;
}
