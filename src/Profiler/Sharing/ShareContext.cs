using System.Text.Json.Serialization;

namespace VllmStream.Profiling.Sharing;

/// <summary>Serialisation of reports, made at compile time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(ShareReport))]
[JsonSerializable(typeof(ShareHead))]
internal sealed partial class ShareContext : JsonSerializerContext;
