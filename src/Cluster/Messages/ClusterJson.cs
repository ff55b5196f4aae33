using System.Text.Json.Serialization;

namespace VllmStream.Cluster.Messages;

/// <summary>Readers and writers of every message, made at build time.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(MessageVersion))]
[JsonSerializable(typeof(AgentMessage))]
[JsonSerializable(typeof(AssignMessage))]
[JsonSerializable(typeof(RunOrder))]
[JsonSerializable(typeof(OrderReply))]
[JsonSerializable(typeof(ClockReply))]
[JsonSerializable(typeof(GoMessage))]
[JsonSerializable(typeof(ShareMessage))]
[JsonSerializable(typeof(ChunkRequest))]
[JsonSerializable(typeof(ChunkHead))]
[JsonSerializable(typeof(CoordinatorBeat))]
[JsonSerializable(typeof(RunState))]
[JsonSerializable(typeof(ServiceInfo))]
internal sealed partial class ClusterJson : JsonSerializerContext;
