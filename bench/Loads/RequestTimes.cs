namespace VllmStream.Bench.Loads;

/// <summary>One request as one side of the connection saw it, in µs of CLOCK_MONOTONIC.</summary>
/// <param name="BegunUs">The server's: when it had read the whole request. The client's: when it had sent it.</param>
/// <param name="EventUs">When each token event was handed to send(), or arrived.</param>
/// <param name="IsWhole">True when the client says that this was the whole answer.</param>
internal sealed record RequestTimes(double BegunUs, double[] EventUs, bool IsWhole = false);
