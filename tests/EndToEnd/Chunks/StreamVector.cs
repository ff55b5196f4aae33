using System.Text;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Chunks;

/// <summary>One body of Data/streams.json with what is known about it.</summary>
internal sealed class StreamVector(JsonElement vector)
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data");

    public string Name => vector.GetProperty("name").GetString()!;

    public string Api => vector.GetProperty("api").GetString()!;

    public string ContentType => vector.GetProperty("http").GetProperty("content_type").GetString()!;

    public int Status => vector.GetProperty("http").GetProperty("status").GetInt32();

    public JsonElement Expect => vector.GetProperty("expect");

    public byte[] Body { get; } = ReadBody(vector);

    public bool HasToken => Expect.GetProperty("first_generated").ValueKind == JsonValueKind.Object;

    public bool HasVisible => Expect.GetProperty("first_visible").ValueKind == JsonValueKind.Number;

    public int TokenChunks => Count("content_chunks") + Count("reasoning_chunks") + Count("tool_chunks");

    public int Done => Count("done");

    public string? ErrorClass => Expect.GetProperty("error") is { ValueKind: JsonValueKind.Object } error ? error.GetProperty("class").GetString() : null;

    /// <summary>The outcome word that these facts mean.</summary>
    public string Outcome => ErrorClass switch
    {
        "server_error" => HasToken ? "error_inband_partial" : "error_inband",
        "truncated" => "truncated",
        "empty_stream" => "truncated",
        "not_sse_json" => "not_streamed",
        "not_sse_html" or "not_sse_ndjson" or "not_sse_text" => "protocol_error",
        // A filter that stopped the text is a finish like another.
        _ => "ok",
    };

    public static IReadOnlyList<StreamVector> All(params string[] apis)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "streams.json")));
        return [.. document.RootElement.EnumerateArray().Select(v => new StreamVector(v.Clone())).Where(v => apis.Contains(v.Api))];
    }

    public int Count(string key) => Expect.GetProperty(key).GetInt32();

    public bool Has(string flag) => Expect.GetProperty("flags").EnumerateArray().Any(f => f.GetString() == flag);

    private static byte[] ReadBody(JsonElement vector)
    {
        if (vector.TryGetProperty("file", out var file) && file.ValueKind == JsonValueKind.String)
            return File.ReadAllBytes(Path.Combine(Folder, file.GetString()!));
        var body = new StringBuilder();
        foreach (var part in vector.GetProperty("generate").GetProperty("parts").EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String)
                body.Append(part.GetString());
            else
                body.Insert(body.Length, part.GetProperty("repeat")[0].GetString(), part.GetProperty("repeat")[1].GetInt32());
        }
        return Encoding.UTF8.GetBytes(body.ToString());
    }
}
