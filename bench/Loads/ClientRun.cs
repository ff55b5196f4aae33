namespace VllmStream.Bench.Loads;

/// <summary>What a client saw of a load.</summary>
/// <param name="Requests">Every request that got a token, by the name under which the server knows it.</param>
/// <param name="FromUs">Begin of the measured window, CLOCK_MONOTONIC.</param>
/// <param name="ToUs">Its end.</param>
/// <param name="Failed">Requests that went wrong; those cut at the end of the load did not.</param>
/// <param name="Remark">What the client says about itself.</param>
internal sealed record ClientRun(IReadOnlyDictionary<string, RequestTimes> Requests, double FromUs, double ToUs, int Failed, string Remark);
