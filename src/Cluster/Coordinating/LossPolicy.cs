namespace VllmStream.Cluster.Coordinating;

/// <summary>What becomes of a run that loses an agent.</summary>
public enum LossPolicy
{
    /// <summary>The others go on with their shares.</summary>
    Continue,

    /// <summary>The others take over what of the lost share is still to come.</summary>
    Rebalance,

    /// <summary>The others drain.</summary>
    Stop,
}
