namespace VllmStream.Simulation;

/// <summary>Holds the outputs of the engine back until there are so many tokens of a sequence, or its end. One reader.</summary>
internal sealed class CollectedTokens(ITokenSource engine, int tokens) : ITokenSource
{
    private readonly Dictionary<int, TokenStep> held = [];

    public TokenStep Current { get; private set; }

    public async ValueTask<bool> MoveNextAsync()
    {
        while (await engine.MoveNextAsync())
        {
            var step = engine.Current;
            if (held.Remove(step.Choice, out var before)) step = step with { FirstToken = before.FirstToken, Tokens = before.Tokens + step.Tokens };
            if (step.IsLast || step.Tokens >= tokens)
            {
                Current = step;
                return true;
            }

            held[step.Choice] = step;
        }

        return false;
    }

    public void Abort() => engine.Abort();
}
