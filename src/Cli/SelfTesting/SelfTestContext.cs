using System.Text.Json.Serialization;

namespace VllmStream.Cli.SelfTesting;

/// <summary>The JSON of the self-test, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(SelfTestResult))]
internal sealed partial class SelfTestContext : JsonSerializerContext;
