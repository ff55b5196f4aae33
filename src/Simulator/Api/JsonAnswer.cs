using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace VllmStream.Simulation;

/// <summary>Sends small JSON bodies, errors in the shape of the imitated server among them.</summary>
internal static class JsonAnswer
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Task WriteErrorAsync(HttpContext context, ApiError error)
    {
        var shape = context.Features.Get<ServerProfile>()?.Style.Errors ?? ErrorShape.Wrapped;
        return WriteAsync(context, error.Status, ErrorText.Write(shape, error.Status, error.Type, error.Message), static (json, text) => json.WriteRawValue(text));
    }

    /// <summary>An object with one text field, the shape of everything that does not come from vLLM's own handlers.</summary>
    public static Task WriteFieldAsync(HttpContext context, int status, string name, string value) => WriteAsync(context, status, (name, value), static (json, field) =>
    {
        json.WriteStartObject();
        json.WriteString(field.name, field.value);
        json.WriteEndObject();
    });

    public static async Task WriteAsync<T>(HttpContext context, int status, T state, Action<Utf8JsonWriter, T> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Relaxed)) write(json, state);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.WrittenCount;
        await context.Response.BodyWriter.WriteAsync(bytes.WrittenMemory);
    }
}
