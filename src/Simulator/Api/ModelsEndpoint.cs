using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>GET /v1/models: the one model, with the permission block that old clients read.</summary>
internal sealed class ModelsEndpoint(SimulatorOptions options)
{
    private readonly long createdUnixSeconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    public Task HandleAsync(HttpContext context) => JsonAnswer.WriteAsync(context, 200, (options, createdUnixSeconds), static (json, state) =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        json.WriteStartObject();
        json.WriteString("id", state.options.Model);
        json.WriteString("object", "model");
        json.WriteNumber("created", state.createdUnixSeconds);
        json.WriteString("owned_by", "vllm");
        json.WriteString("root", state.options.Model);
        json.WriteNull("parent");
        json.WriteNumber("max_model_len", state.options.MaxModelLen);
        json.WriteStartArray("permission");
        json.WriteStartObject();
        json.WriteString("id", "modelperm-simulator");
        json.WriteString("object", "model_permission");
        json.WriteNumber("created", state.createdUnixSeconds);
        json.WriteBoolean("allow_create_engine", false);
        json.WriteBoolean("allow_sampling", true);
        json.WriteBoolean("allow_logprobs", true);
        json.WriteBoolean("allow_search_indices", false);
        json.WriteBoolean("allow_view", true);
        json.WriteBoolean("allow_fine_tuning", false);
        json.WriteString("organization", "*");
        json.WriteNull("group");
        json.WriteBoolean("is_blocking", false);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });
}
