using System.Globalization;
using System.Text;

namespace VllmStream.Cli.SelfTesting;

/// <summary>The self-test for a person to read.</summary>
internal static class SelfTestText
{
    /// <summary>The heading over the steps.</summary>
    internal static string Heading =>
        $"{"load",-14} {"events/s",9}  {"TTFT too high ms",17}  {"gaps wrong",10}  {"stamp late",10}  {"send lag",8}  {"client",7}\n"
        + $"{"",-14} {"",9}  {"p50 / p99",17}  {"p99 ms",10}  {"p99 ms",10}  {"p99 ms",8}  {"cores",7}";

    /// <summary>One step on one line.</summary>
    internal static string Line(SelfTestStep step)
    {
        var load = step.Streams is { } streams ? $"{streams} streams" : $"{step.RatePerS:0} req/s";
        var limit = step.Limit is null ? "" : $"  {step.Limit} is the limit";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{load,-14} {Number(step.EventsPerS, "0"),9}  {Number(step.TtftErrorP50Ms, "0.00"),8} / {Number(step.TtftErrorP99Ms, "0.00"),6}  {Number(step.GapErrorP99Ms, "0.000"),10}  {Number(step.ArrivalLagP99Ms, "0.000"),10}  {Number(step.SendLagP99Ms, "0.00"),8}  {Number(step.ClientCores, "0.00"),7}{limit}");
    }

    /// <summary>What it comes to.</summary>
    internal static string Closing(SelfTestResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"ceiling  {(result.CeilingEventsPerS is { } events ? $"{events:0} events/s with {result.CeilingStreams} streams" : "below the smallest load")}");
        text.Append(result.Limit switch
        {
            "client" => "; more than that, and the client is the limit\n",
            "simulator" => "; more than that, and the simulator is the limit: the client has room left\n",
            _ => "; nothing reached its limit\n",
        });
        text.Append(CultureInfo.InvariantCulture, $"machine  {result.Cores} cores, client and simulator {(result.CoresSplit ? "on cores of their own" : "share them")}, transport {result.Transport}\n");
        text.Append(CultureInfo.InvariantCulture, $"verdict  {result.Verdict}{(result.Reasons.Count == 0 ? "" : ": " + string.Join("; ", result.Reasons))}\n");
        return text.ToString();
    }

    private static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
