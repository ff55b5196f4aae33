using System.Text.Json;

namespace VllmStream.Profiling.Options.Traces;

/// <summary>One JSON line of a trace.</summary>
internal readonly ref struct TraceLine(string file, int number, JsonElement line)
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>True for a line that this tool wrote.</summary>
    public bool IsOfRun => line.ValueKind == JsonValueKind.Object && line.TryGetProperty("schema", out _);

    /// <summary>The request; null for a line of ours that is none, or that did not count, or (left out) whose lengths nobody knows.</summary>
    public (TraceEntry? Entry, bool LeftOut) Read()
    {
        if (line.ValueKind != JsonValueKind.Object)
            throw Wrong("is no JSON object");
        return IsOfRun ? ReadOwn() : (ReadMooncake(), false);
    }

    private TraceEntry ReadMooncake()
    {
        var input = Tokens("input_length");
        var blocks = Blocks();
        var most = (input + Trace.BlockTokens - 1) / Trace.BlockTokens;
        if (blocks.Length > most)
            throw Wrong($"has {blocks.Length} hash_ids, and its {input} tokens are {most} blocks of {Trace.BlockTokens}");
        return new TraceEntry(Number("timestamp") / MillisecondsPerSecond, input, Tokens("output_length"), blocks) { Line = number };
    }

    // A request of an earlier run: not its warm-up, and once however often it was tried.
    private (TraceEntry? Entry, bool LeftOut) ReadOwn()
    {
        if (!Is("type", "request") || !Is("phase", "running") || (line.TryGetProperty("will_retry", out var again) && again.ValueKind == JsonValueKind.True))
            return default;
        // As asked for, which is what a server adds its template to; else as the server counted.
        return (Known("asked_tokens") ?? Known("prompt_tokens")) is { } input
            ? (new TraceEntry(Number("scheduled_ms") / MillisecondsPerSecond, input, Known("output_tokens"), []) { Line = number }, false)
            : (null, true);
    }

    private bool Is(string name, string word) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(word);

    private double Number(string name)
    {
        if (!line.TryGetProperty(name, out var value))
            throw Wrong($"has no {name}");
        return value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var read) && read >= 0 && double.IsFinite(read)
            ? read
            : throw Wrong($"has {name} {value.GetRawText()}, which is no number from 0 up");
    }

    private int Tokens(string name)
    {
        var tokens = Number(name);
        return tokens is >= 1 and <= LengthText.MostTokens && tokens == Math.Truncate(tokens)
            ? (int)tokens
            : throw TraceFile.WrongTokens(file, number, $"{name} {tokens}");
    }

    private int? Known(string name) => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var tokens) && tokens is >= 1 and <= LengthText.MostTokens ? tokens : null;

    private long[] Blocks()
    {
        if (!line.TryGetProperty("hash_ids", out var ids) || ids.ValueKind == JsonValueKind.Null)
            return [];
        if (ids.ValueKind != JsonValueKind.Array)
            throw Wrong("has hash_ids that are no list");
        var blocks = new long[ids.GetArrayLength()];
        for (var i = 0; i < blocks.Length; i++)
        {
            if (ids[i].ValueKind != JsonValueKind.Number || !ids[i].TryGetInt64(out blocks[i]))
                throw Wrong($"has the hash id {ids[i].GetRawText()}, which is no whole number");
        }
        return blocks;
    }

    private OptionException Wrong(string what) => TraceFile.Wrong(file, number, what);
}
