using System.Globalization;
using System.Text.Json;

namespace VllmStream.Bench.Loads;

/// <summary>What a run of vllmstream wrote, on the clock of the server's log.</summary>
internal sealed class RunFile
{
    private const double UsPerMs = 1000;
    private double _startUs;

    /// <summary>Every request whose answer had a token, warm-up included, by its X-Request-Id.</summary>
    public Dictionary<string, RequestTimes> Requests { get; } = [];

    /// <summary>When each request was planned to be sent, in µs.</summary>
    public Dictionary<string, double> ScheduledUs { get; } = [];

    /// <summary>When the measured window began.</summary>
    public double FromUs { get; private set; }

    /// <summary>When it ended.</summary>
    public double ToUs { get; private set; }

    /// <summary>Requests that neither went well nor were given up at the end of the run.</summary>
    public int Failed { get; private set; }

    /// <summary>VALID, or what the run says against itself.</summary>
    public string Verdict { get; private set; } = "no summary";

    /// <summary>The client block of the summary.</summary>
    public JsonElement Client { get; private set; }

    /// <summary>Reads a file that was recorded with all gaps.</summary>
    public static RunFile Read(string path)
    {
        var file = new RunFile();
        foreach (var line in File.ReadLines(path))
        {
            using var json = JsonDocument.Parse(line);
            file.Add(json.RootElement);
        }
        return file;
    }

    private void Add(JsonElement line)
    {
        switch (line.GetProperty("type").GetString())
        {
            case "run_started":
                _startUs = line.GetProperty("monotonic_us").GetDouble();
                break;
            case "phase" when line.GetProperty("phase").GetString() == "running":
                FromUs = _startUs + line.GetProperty("at_ms").GetDouble() * UsPerMs;
                break;
            case "phase" when line.GetProperty("phase").GetString() == "draining":
                ToUs = _startUs + line.GetProperty("at_ms").GetDouble() * UsPerMs;
                break;
            case "request":
                AddRequest(line);
                break;
            case "summary":
                Verdict = line.GetProperty("reason").GetString() is { } reason ? $"{line.GetProperty("verdict").GetString()}: {reason}" : line.GetProperty("verdict").GetString()!;
                Client = line.GetProperty("client").Clone();
                break;
        }
    }

    private void AddRequest(JsonElement line)
    {
        var outcome = line.GetProperty("outcome").GetString();
        Failed += outcome is "ok" or "cancelled_by_us" ? 0 : 1;
        var key = string.Create(CultureInfo.InvariantCulture, $"{line.GetProperty("run").GetString()}-{line.GetProperty("id").GetInt64()}");
        var scheduledUs = _startUs + line.GetProperty("scheduled_ms").GetDouble() * UsPerMs;
        ScheduledUs[key] = scheduledUs;
        if (line.GetProperty("first_token_ms").ValueKind == JsonValueKind.Null)
            return;
        var events = Arrivals(line, scheduledUs);
        Requests[key] = new RequestTimes(scheduledUs + line.GetProperty("sent_ms").GetDouble() * UsPerMs, events, IsWhole: outcome == "ok");
    }

    // Gaps are rounded to the µs one by one, so their sum strays from the truth by some µs over an answer. The mark of the last
    // token closes it; what is missing there is shared out evenly, which leaves an error of 1 to 2 µs in the middle.
    private static double[] Arrivals(JsonElement line, double scheduledUs)
    {
        var gaps = line.GetProperty("gaps_us");
        var events = new double[gaps.ValueKind == JsonValueKind.Null ? 1 : gaps.GetArrayLength() + 1];
        events[0] = scheduledUs + line.GetProperty("first_token_ms").GetDouble() * UsPerMs;
        for (var i = 1; i < events.Length; i++)
            events[i] = events[i - 1] + gaps[i - 1].GetInt32();
        var missing = scheduledUs + line.GetProperty("last_token_ms").GetDouble() * UsPerMs - events[^1];
        for (var i = 1; i < events.Length; i++)
            events[i] += missing * i / (events.Length - 1);
        return events;
    }
}
