using System.Text;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;

namespace VllmStream.Tests.Profiler.Api;

/// <summary>Reads one event with the chat endpoint, which must not throw whatever it is.</summary>
internal static class Events
{
    public static ChatEndpoint Chat { get; } = new();

    public static ChunkFacts Read(string data, string type = "", TextCollector? text = null) => Read(Encoding.UTF8.GetBytes(data), type, text);

    public static ChunkFacts Read(byte[] data, string type = "", TextCollector? text = null)
    {
        var facts = default(ChunkFacts);
        Chat.ReadEvent(Encoding.UTF8.GetBytes(type), data, ref facts, text);
        return facts;
    }

    public static ChunkFacts ReadDelta(string delta, TextCollector? text = null)
        => Read($$$"""{"choices":[{"delta":{{{delta}}},"index":0}]}""", text: text);
}
