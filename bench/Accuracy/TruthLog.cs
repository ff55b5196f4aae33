using System.Text.Json;

namespace VllmStream.Bench.Accuracy;

/// <summary>The simulator's log: per request when it arrived and when each of its token events went out, in CLOCK_MONOTONIC µs.</summary>
internal sealed class TruthLog
{
    private readonly Dictionary<string, TruthRequest> _requests = [];

    public int Count => _requests.Count;

    public TruthRequest? Find(string request) => _requests.GetValueOrDefault(request);

    public static async Task<TruthLog> FetchAsync(Uri simulator)
    {
        var log = new TruthLog();
        using var client = new HttpClient();
        using var reader = new StreamReader(await client.GetStreamAsync(new Uri(simulator, "/sim/log?since=0")));
        var head = await reader.ReadLineAsync() ?? throw new InvalidDataException("the log is empty");
        using (var json = JsonDocument.Parse(head))
        {
            if (json.RootElement.GetProperty("dropped_requests").GetInt64() > 0)
                throw new InvalidDataException("the log was too small for this run");
        }
        while (await reader.ReadLineAsync() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            // A token event is one write that carries tokens; the first one carries the role chunk as well.
            var writes = root.GetProperty("events").EnumerateArray()
                .Where(e => e[5].GetInt32() > 0)
                .Select(e => e[2].GetDouble())
                .ToArray();
            log._requests[root.GetProperty("request").GetString()!] = new TruthRequest(root.GetProperty("arrival").GetDouble(), writes);
        }
        return log;
    }
}
