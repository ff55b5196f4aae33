namespace VllmStream.Bench.Accuracy;

/// <summary>What the simulator knows of one request, in µs.</summary>
/// <param name="ArrivalUs">When it had the whole request.</param>
/// <param name="WriteUs">When each token event's write began.</param>
internal sealed record TruthRequest(double ArrivalUs, double[] WriteUs);
