using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The last line of a run.</summary>
internal sealed class SummaryRow(JsonElement line)
{
    public JsonElement Line { get; } = line;

    public string Verdict => Line.GetProperty("verdict").GetString()!;

    public int ExitCode => Line.GetProperty("exit_code").GetInt32();

    public long Planned => Line.GetProperty("planned").GetInt64();

    public long Sent => Line.GetProperty("sent").GetInt64();

    public long Finished => Line.GetProperty("finished").GetInt64();

    public long Abandoned => Line.GetProperty("abandoned").GetInt64();

    public MetricBlock Metric(string name) => new(Line.GetProperty("metrics").GetProperty(name));
}
