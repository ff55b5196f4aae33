using System.Text;
using CsCheck;
using VllmStream.Profiling.Api;
using VllmStream.Tests.Profiler.Recording;

namespace VllmStream.Tests.Profiler.Api;

public sealed class EventPropertyTests
{
    private static readonly byte[][] Data =
    [
        .. StreamVector.All.Values.Where(v => v.Body.Length < 20_000)
            .SelectMany(v => Encoding.UTF8.GetString(v.Body).Split('\n'))
            .Where(line => line.StartsWith("data:", StringComparison.Ordinal))
            .Select(line => line[5..].Trim()).Where(data => data.Length > 0).Distinct(StringComparer.Ordinal)
            .Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly byte[] Structure = "\"\\{}[],:0n \n\r\x80\xFFu"u8.ToArray();

    [Fact]
    public void ReadEvent_every_prefix_of_every_event_is_malformed_and_says_nothing()
    {
        foreach (var data in Data)
        {
            for (var length = 1; length < data.Length; length++)
            {
                var facts = Events.Read(data[..length], text: null);
                Assert.Equal(ChunkKind.Malformed, facts.Kind);
                Assert.Equal((GeneratedKind.None, 0, false), (facts.Generated, facts.ChoiceCount, facts.HasUsage));
            }
        }
    }

    [Fact]
    public void ReadEvent_random_mutations_never_throw_and_never_contradict_the_document()
        => Gen.Select(Gen.Int[0, Data.Length - 1].Select(i => Data[i]), Gen.Select(Gen.Int[0, 10_000], Gen.Int[0, Structure.Length - 1].Select(i => Structure[i])).Array[1, 4]).Sample(
            (data, edits) =>
            {
                var bytes = data.ToArray();
                foreach (var (at, value) in edits)
                    bytes[at % bytes.Length] = value;
                var text = new TextCollector();
                var facts = Events.Read(bytes, text: text);
                ReferenceReader.Check(bytes, facts, text);
            },
            iter: 20_000);

    [Fact]
    public void ReadEvent_random_bytes_never_throw()
        => Gen.Select(Gen.Byte.Array[0, 200], Gen.Int[0, 2].Select(i => new[] { "", "error", "ping" }[i])).Sample(
            (bytes, type) => Assert.NotEqual(ChunkKind.Chunk, Events.Read(bytes, type, new TextCollector()).Kind),
            iter: 20_000);

    [Fact]
    public void ReadEvent_unchanged_events_agree_with_the_document()
    {
        foreach (var data in Data)
        {
            var text = new TextCollector();
            ReferenceReader.Check(data, Events.Read(data, text: text), text);
        }
    }
}
