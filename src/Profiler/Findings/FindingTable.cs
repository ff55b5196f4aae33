using VllmStream.Profiling.Findings.Rules;

namespace VllmStream.Profiling.Findings;

/// <summary>Every rule, the worst first: what spoils the numbers, then what fails, what is full, what is slow, and what is only good to know.</summary>
public static class FindingTable
{
    /// <summary>All rules.</summary>
    public static IReadOnlyList<FindingRule> All { get; } =
    [
        ClientRules.Limit,
        ClientRules.SendsLate,
        ErrorRules.Failures,
        ServerRules.Collapse,
        ServerRules.Preemption,
        ServerRules.QueueGrows,
        StreamRules.Buffered,
        StreamRules.Stalls,
        ServerRules.GpuIdle,
        ServerRules.UnevenReplicas,
        AgentRules.AgentSkew,
        ServerRules.CacheFull,
        ServerRules.Waiting,
        WorkloadRules.LongHurtShort,
        StreamRules.Batched,
        ConnectionRules.Churn,
        WorkloadRules.ColdStart,
        WorkloadRules.PrefixCache,
        WorkloadRules.ShortOutput,
        WorkloadRules.TooFewSamples,
        AgentRules.RegionSkew,
        StreamRules.SeveralTokens,
    ];

    /// <summary>The rule of a code; null for a finding that is no diagnosis.</summary>
    public static FindingRule? Find(string code) => All.FirstOrDefault(rule => rule.Code == code);
}
