using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>Writes the answers of the endpoints that generate nothing: vectors and scores, the same for the same texts.</summary>
internal static class PoolingAnswer
{
    public static void WriteEmbeddings(Utf8JsonWriter json, string model, List<Prompt> prompts, int dimensions, bool isBase64)
    {
        json.WriteStartObject();
        json.WriteString("id", "embd-" + Guid.NewGuid().ToString("N"));
        json.WriteString("object", "list");
        json.WriteNumber("created", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        json.WriteString("model", model);
        json.WriteStartArray("data");
        for (var i = 0; i < prompts.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index", i);
            json.WriteString("object", "embedding");
            WriteVector(json, Vector(prompts[i], dimensions), isBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteUsage(json, prompts.Sum(prompt => prompt.Tokens));
        json.WriteEndObject();
    }

    public static void WriteRanks(Utf8JsonWriter json, string model, List<Prompt> prompts, int most)
    {
        json.WriteStartObject();
        json.WriteString("id", "rerank-" + Guid.NewGuid().ToString("N"));
        json.WriteString("model", model);
        json.WriteStartObject("usage");
        json.WriteNumber("total_tokens", prompts.Sum(prompt => prompt.Tokens));
        json.WriteEndObject();
        json.WriteStartArray("results");
        var ranked = Enumerable.Range(1, prompts.Count - 1).OrderByDescending(i => Score(prompts[0], prompts[i])).Take(most);
        foreach (var i in ranked)
        {
            json.WriteStartObject();
            json.WriteNumber("index", i - 1);
            json.WriteStartObject("document");
            json.WriteString("text", prompts[i].Text);
            json.WriteEndObject();
            json.WriteNumber("relevance_score", Score(prompts[0], prompts[i]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    // One first text is held against each second one; several are taken in pairs.
    public static void WriteScores(Utf8JsonWriter json, string model, List<Prompt> prompts, int firsts)
    {
        json.WriteStartObject();
        json.WriteString("id", "score-" + Guid.NewGuid().ToString("N"));
        json.WriteString("object", "list");
        json.WriteNumber("created", DateTimeOffset.UtcNow.ToUnixTimeSeconds());
        json.WriteString("model", model);
        json.WriteStartArray("data");
        for (var i = firsts; i < prompts.Count; i++)
        {
            json.WriteStartObject();
            json.WriteNumber("index", i - firsts);
            json.WriteString("object", "score");
            json.WriteNumber("score", Score(prompts[Math.Min(i - firsts, firsts - 1)], prompts[i]));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteUsage(json, prompts.Sum(prompt => prompt.Tokens));
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, int tokens)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", tokens);
        json.WriteNumber("total_tokens", tokens);
        json.WriteNumber("completion_tokens", 0);
        json.WriteNull("prompt_tokens_details");
        json.WriteEndObject();
    }

    private static void WriteVector(Utf8JsonWriter json, float[] vector, bool isBase64)
    {
        if (isBase64)
        {
            json.WriteBase64String("embedding", MemoryMarshal.AsBytes<float>(vector));
            return;
        }

        json.WriteStartArray("embedding");
        foreach (var number in vector) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    // Of length 1, as embedding models give them.
    private static float[] Vector(Prompt prompt, int dimensions)
    {
        var random = new SeededRandom(Hash(prompt));
        var vector = new float[dimensions];
        var squares = 0.0;
        for (var i = 0; i < dimensions; i++)
        {
            var number = random.NextNormal();
            vector[i] = (float)number;
            squares += number * number;
        }

        var length = (float)Math.Sqrt(squares);
        for (var i = 0; i < dimensions; i++) vector[i] /= length;
        return vector;
    }

    private static double Score(Prompt query, Prompt text) => new SeededRandom(SeededRandom.Mix(Hash(query), Hash(text))).NextUnit();

    private static ulong Hash(Prompt prompt) =>
        ContentHash.Add(ContentHash.Start, prompt.Ids is { } ids ? MemoryMarshal.AsBytes<int>(ids) : Encoding.UTF8.GetBytes(prompt.Text ?? ""));
}
