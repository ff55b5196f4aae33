using VllmStream.Simulation;

namespace VllmStream.Bench.Judging;

/// <summary>How much of what is asked of which engine.</summary>
/// <param name="Name">How it reads in the table.</param>
/// <param name="Engine">The engine.</param>
/// <param name="RatePerS">Requests per second, Poisson.</param>
/// <param name="Requests">How many are measured.</param>
internal sealed record VirtualLoad(string Name, StepOptions Engine, double RatePerS, int Requests)
{
    /// <summary>Tokens of a prompt on average.</summary>
    public int PromptTokens { get; init; } = 256;

    /// <summary>Tokens of an answer on average.</summary>
    public int AnswerTokens { get; init; } = 64;
}
