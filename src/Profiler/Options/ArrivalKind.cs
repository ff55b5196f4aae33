namespace VllmStream.Profiling.Options;

/// <summary>How the gaps between planned sends of an open loop are distributed.</summary>
public enum ArrivalKind
{
    /// <summary>Exponential gaps.</summary>
    Poisson,

    /// <summary>Equal gaps.</summary>
    Constant,

    /// <summary>Gamma gaps with shape <see cref="LoadOptions.Burstiness"/>; 1 is Poisson, less is burstier.</summary>
    Gamma,
}
