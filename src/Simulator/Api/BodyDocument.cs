using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>Reads request bodies, and refuses in vLLM's words what is no JSON object.</summary>
internal static class BodyDocument
{
    /// <summary>The whole body; null, with the refusal sent, where the content type is none that vLLM takes.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        if (IsJson(context.Request.ContentType)) return await ReadAllAsync(context.Request.BodyReader);
        await JsonAnswer.WriteErrorAsync(context, ApiError.Validation("Unsupported Media Type: Only 'application/json' is allowed"));
        return null;
    }

    /// <summary>The document; or the refusal where it is none, or no object.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> body, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out ApiError? error)
    {
        error = null;
        document = null;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException problem)
        {
            error = ApiError.Validation($"[{{'type': 'json_invalid', 'loc': ('body', {problem.BytePositionInLine ?? 0}), 'msg': 'JSON decode error'}}]");
            return false;
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return true;
        document.Dispose();
        document = null;
        error = ApiError.Validation("[{'type': 'model_attributes_type', 'loc': ('body',), 'msg': 'Input should be a valid dictionary or object to extract fields from'}]");
        return false;
    }

    private static bool IsJson(string? contentType)
    {
        var type = contentType.AsSpan();
        var end = type.IndexOf(';');
        return (end < 0 ? type : type[..end]).Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
    }

    private static async Task<byte[]> ReadAllAsync(PipeReader body)
    {
        while (true)
        {
            var read = await body.ReadAsync();
            if (read.IsCompleted)
            {
                var bytes = read.Buffer.ToArray();
                body.AdvanceTo(read.Buffer.End);
                return bytes;
            }

            body.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }
}
