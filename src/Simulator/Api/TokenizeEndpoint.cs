using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>POST /tokenize: how long a text or a conversation is, counted as every other endpoint counts here.</summary>
internal sealed class TokenizeEndpoint(SimulatorOptions options)
{
    public async Task HandleAsync(HttpContext context)
    {
        if (await BodyDocument.ReadAsync(context) is not { } body) return;
        if (!BodyDocument.TryParse(body, out var document, out var error))
        {
            await JsonAnswer.WriteErrorAsync(context, error);
            return;
        }

        using var _ = document;
        var fields = new BodyFields(document.RootElement);
        var prompts = PromptReader.Read(fields.Find("messages") is null ? ApiKind.Completions : ApiKind.Chat, fields);
        if (fields.Error is { } refused)
        {
            await JsonAnswer.WriteErrorAsync(context, refused);
            return;
        }

        await JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, (Prompt: prompts[0], options.MaxModelLen), static (json, state) =>
        {
            json.WriteStartObject();
            json.WriteNumber("count", state.Prompt.Tokens);
            json.WriteNumber("max_model_len", state.MaxModelLen);
            json.WriteStartArray("tokens");
            foreach (var id in state.Prompt.TokenIds(ContentHash.Start)) json.WriteNumberValue(id);
            json.WriteEndArray();
            json.WriteNull("token_strs");
            json.WriteEndObject();
        });
    }
}
