using System.Text.Json;
using System.Text.Json.Serialization;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Messages;

/// <summary>The one place where a secret becomes text: into a message that goes over TLS.</summary>
internal sealed class SecretConverter : JsonConverter<Secret>
{
    /// <inheritdoc/>
    public override Secret? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? new Secret(text) : null;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Secret value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(value);
        writer.WriteStringValue(value.Reveal());
    }
}
