namespace VllmStream.Profiling.Options;

/// <summary>A value that must not be shown: it prints as ***.</summary>
public sealed class Secret(string value)
{
    /// <summary>The value itself; only for the place that sends it.</summary>
    public string Reveal() => value;

    /// <inheritdoc/>
    public override string ToString() => "***";
}
