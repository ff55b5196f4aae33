namespace VllmStream.Profiling.Recording;

/// <summary>Hears of tokens while requests run, for the live interval figures. Called by the threads that read sockets; must not wait.</summary>
public abstract class TokenMeter
{
    /// <summary>The first token event of a request came.</summary>
    public abstract void FirstToken(long ttftTicks);

    /// <summary>A later token event came, this long after the one before.</summary>
    public abstract void Gap(int microseconds);

    /// <summary>An event brought so many tokens (1 where the stream does not say).</summary>
    public abstract void Tokens(int count);
}
