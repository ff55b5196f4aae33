using System.Text;
using System.Text.Json;

namespace VllmStream.Bench.Sse;

/// <summary>Makes the body <c>vllm-chat-10k</c> of tests/Data/streams.json: 10,004 events as vLLM sends them, about 240 bytes each.</summary>
internal static class VllmChatBody
{
    public const int EventCount = 10_004;

    public static byte[] Make()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(RepositoryRoot(), "tests", "Data", "streams.json")));
        JsonElement stream = document.RootElement.EnumerateArray().First(item => item.GetProperty("name").GetString() == "vllm-chat-10k");
        StringBuilder body = new();
        foreach (JsonElement part in stream.GetProperty("generate").GetProperty("parts").EnumerateArray())
        {
            if (part.ValueKind == JsonValueKind.String)
            {
                body.Append(part.GetString());
                continue;
            }

            JsonElement repeat = part.GetProperty("repeat");
            body.Insert(body.Length, repeat[0].GetString()!, repeat[1].GetInt32());
        }

        return Encoding.UTF8.GetBytes(body.ToString());
    }

    // BenchmarkDotNet runs a copy of this program in a folder of its own below bench/bin.
    private static string RepositoryRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "VllmStream.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("The bench must run inside the repository, whose tests/Data it reads.");
    }
}
