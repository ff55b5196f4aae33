using System.Text;
using System.Text.Json;

namespace VllmStream.Tests.Profiler.Recording;

/// <summary>One body of streams.json with what is known about it.</summary>
public sealed class StreamVector
{
    private static readonly Lazy<IReadOnlyDictionary<string, StreamVector>> Vectors = new(Load);

    private StreamVector(string name, string api, string contentType, byte[] body, JsonElement expect)
    {
        Name = name;
        Api = api;
        ContentType = contentType;
        Body = body;
        Expect = expect;
    }

    public static string DataFolder { get; } = Path.Combine(AppContext.BaseDirectory, "Data");

    public static IReadOnlyDictionary<string, StreamVector> All => Vectors.Value;

    public string Name { get; }

    public string Api { get; }

    public string ContentType { get; }

    public byte[] Body { get; }

    public JsonElement Expect { get; }

    /// <summary>Text of a value that is a string, or a text and how often it repeats.</summary>
    public static string Expand(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString()!;
        var repeat = value.GetProperty("repeat");
        return new StringBuilder().Insert(0, repeat[0].GetString()!, repeat[1].GetInt32()).ToString();
    }

    private static Dictionary<string, StreamVector> Load()
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(DataFolder, "streams.json")));
        return json.RootElement.EnumerateArray().Select(Read).ToDictionary(vector => vector.Name, StringComparer.Ordinal);
    }

    private static StreamVector Read(JsonElement vector)
    {
        var body = vector.GetProperty("file").GetString() is { } file
            ? File.ReadAllBytes(Path.Combine(DataFolder, file))
            : Encoding.UTF8.GetBytes(string.Concat(vector.GetProperty("generate").GetProperty("parts").EnumerateArray().Select(Expand)));
        return new StreamVector(
            vector.GetProperty("name").GetString()!,
            vector.GetProperty("api").GetString()!,
            vector.GetProperty("http").GetProperty("content_type").GetString()!,
            body,
            vector.GetProperty("expect").Clone());
    }
}
