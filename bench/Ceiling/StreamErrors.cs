using System.Text.Json;
using VllmStream.Bench.Accuracy;

namespace VllmStream.Bench.Ceiling;

/// <summary>What a client says of its streams, held against what the server knows of them, event by event.</summary>
internal sealed class StreamErrors
{
    public Distribution Lag { get; } = new("lag of tokens: our stamp - its send");

    public Distribution FirstLag { get; } = new("lag of first tokens");

    public Distribution TtftTooHigh { get; } = new("TTFT too high by");

    public int Requests { get; private set; }

    /// <summary>Requests that the server's log does not know, or that have other tokens than it.</summary>
    public int NotJoined { get; private set; }

    /// <summary>Adds one request; all in CLOCK_MONOTONIC ns.</summary>
    public void Add((long Begun, long[] Tokens)? truth, long sent, IReadOnlyList<double> arrived)
    {
        Requests++;
        if (truth is not { } known || known.Tokens.Length != arrived.Count)
        {
            NotJoined++;
            return;
        }
        for (var i = 0; i < arrived.Count; i++)
            (i == 0 ? FirstLag : Lag).Add((arrived[i] - known.Tokens[i]) / 1e3);
        TtftTooHigh.Add((arrived[0] - sent - (known.Tokens[0] - known.Begun)) / 1e3);
    }

    /// <summary>Adds the requests of a run file with gaps.</summary>
    public void AddRun(string file, StreamLog truth)
    {
        var startNs = 0.0;
        foreach (var line in File.ReadLines(file))
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var type = root.GetProperty("type").GetString();
            if (type == "run_started")
                startNs = root.GetProperty("monotonic_us").GetDouble() * 1e3;
            if (type != "request" || root.GetProperty("phase").GetString() != "running" || root.GetProperty("outcome").GetString() != "ok")
                continue;
            var scheduled = startNs + (root.GetProperty("scheduled_ms").GetDouble() * 1e6);
            var at = scheduled + (root.GetProperty("first_token_ms").GetDouble() * 1e6);
            var arrived = new List<double> { at };
            foreach (var gap in root.GetProperty("gaps_us").EnumerateArray())
                arrived.Add(at += gap.GetDouble() * 1e3);
            Add(
                truth.Find($"{root.GetProperty("run").GetString()}-{root.GetProperty("id").GetInt64()}"),
                (long)(scheduled + (root.GetProperty("sent_ms").GetDouble() * 1e6)), arrived);
        }
    }

    public void AddLog(StreamLog client, StreamLog truth)
    {
        foreach (var id in client.Ids)
        {
            var (sent, tokens) = client.Find(id)!.Value;
            Add(truth.Find(id), sent, [.. tokens.Select(at => (double)at)]);
        }
    }

    public void Print(string who)
    {
        Console.WriteLine($"{who}: {Requests} requests, {NotJoined} not joined");
        Console.WriteLine(Distribution.Header);
        Console.WriteLine(Lag);
        Console.WriteLine(FirstLag);
        Console.WriteLine(TtftTooHigh);
    }
}
