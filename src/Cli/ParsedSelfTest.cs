using VllmStream.Profiling.Options;

namespace VllmStream.Cli;

/// <summary>A command line of selftest, read and validated.</summary>
/// <param name="Transport">Of the client.</param>
/// <param name="JsonPath">Where the result goes as JSON; - is stdout, null = nowhere.</param>
/// <param name="Output">Characters and talk.</param>
internal sealed record ParsedSelfTest(TransportKind Transport, string? JsonPath, OutputOptions Output);
