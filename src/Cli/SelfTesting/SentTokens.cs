using System.Text.Json;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli.SelfTesting;

/// <summary>The simulator's own log of one stretch: when each request was complete, and when each of its tokens was written, in µs of the monotonic clock.</summary>
internal sealed class SentTokens
{
    private readonly Dictionary<string, (double ArrivalUs, double[] WriteUs)> _requests = new(StringComparer.Ordinal);

    /// <summary>How much later than due the simulator wrote its tokens, 99th percentile in ms; null without tokens.</summary>
    internal double? LateP99Ms { get; private set; }

    /// <summary>What it knows of a request; null = nothing.</summary>
    internal (double ArrivalUs, double[] WriteUs)? Find(string id) => _requests.TryGetValue(id, out var found) ? found : null;

    /// <summary>Asks the simulator.</summary>
    /// <param name="simulator">Where it listens.</param>
    /// <param name="since">Last sequence number that is known already.</param>
    /// <returns>What it sent since then, and the last sequence number.</returns>
    internal static async Task<(SentTokens Tokens, long LastSequence)> FetchAsync(TargetUrl simulator, long since)
    {
        var tokens = new SentTokens();
        var late = new List<double>();
        using var client = new HttpClient();
        using var reader = new StreamReader(await client.GetStreamAsync(new Uri($"http://{simulator.Authority}/sim/log?since={since}")));
        var head = await reader.ReadLineAsync() ?? throw new InvalidDataException("the simulator's log is empty");
        using var parsedHead = JsonDocument.Parse(head);
        while (await reader.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            tokens.Add(json.RootElement, late);
        }
        tokens.LateP99Ms = late.Count == 0 ? null : Exact.Percentile(late, 99) / 1_000;
        return (tokens, parsedHead.RootElement.GetProperty("last_seq").GetInt64());
    }

    // Columns: kind, due, write, flushed, choice, tokens, sse. A write that carries tokens is one token event.
    private void Add(JsonElement request, List<double> late)
    {
        var writes = new List<double>();
        foreach (var sent in request.GetProperty("events").EnumerateArray())
        {
            if (sent[5].GetInt32() == 0)
                continue;
            writes.Add(sent[2].GetDouble());
            late.Add(sent[2].GetDouble() - sent[1].GetDouble());
        }
        _requests[request.GetProperty("request").GetString()!] = (request.GetProperty("arrival").GetDouble(), [.. writes]);
    }
}
