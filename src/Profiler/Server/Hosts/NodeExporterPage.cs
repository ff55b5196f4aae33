using VllmStream.Profiling.Server.Scraping;

namespace VllmStream.Profiling.Server.Hosts;

/// <summary>A machine on the page of Prometheus' node_exporter.</summary>
/// <remarks>Names and labels: github.com/prometheus/node_exporter, the collectors cpu, meminfo and netdev, which are on by default.</remarks>
internal static class NodeExporterPage
{
    // What stays inside the machine, or is counted by the card below it too.
    private static readonly string[] VirtualDevices = ["lo", "veth", "docker", "br-", "virbr", "cni", "flannel", "cali", "cilium", "lxc", "tun", "tap", "bond", "vlan", "kube-ipvs", "nodelocaldns", "dummy"];

    /// <summary>Reads a page.</summary>
    /// <param name="page">Its bytes.</param>
    /// <param name="source">Its address.</param>
    /// <param name="atTicks">When it was read.</param>
    /// <returns>Null for a page of something else.</returns>
    public static HostReading? Read(ReadOnlySpan<byte> page, string source, long atTicks)
    {
        double? idle = null, all = null, total = null, available = null, received = null, sent = null;
        var text = new PrometheusText(page);
        while (text.Read())
        {
            if (!text.Name.StartsWith("node_"u8) || !double.IsFinite(text.Value))
                continue;
            if (text.Name.SequenceEqual("node_cpu_seconds_total"u8))
            {
                all = (all ?? 0) + text.Value;
                if (text.Label("mode"u8) is "idle" or "iowait")
                    idle = (idle ?? 0) + text.Value;
            }
            else if (text.Name.SequenceEqual("node_memory_MemTotal_bytes"u8))
            {
                total = text.Value;
            }
            else if (text.Name.SequenceEqual("node_memory_MemAvailable_bytes"u8))
            {
                available = text.Value;
            }
            else if (text.Name.SequenceEqual("node_network_receive_bytes_total"u8) && IsCard(text))
            {
                received = (received ?? 0) + text.Value;
            }
            else if (text.Name.SequenceEqual("node_network_transmit_bytes_total"u8) && IsCard(text))
            {
                sent = (sent ?? 0) + text.Value;
            }
        }
        return all is null && total is null && received is null ? null : new HostReading(source, atTicks)
        {
            CpuBusySeconds = all - idle,
            CpuSeconds = all,
            MemoryUsedBytes = total - available,
            MemoryTotalBytes = total,
            ReceivedBytes = received,
            SentBytes = sent,
        };
    }

    private static bool IsCard(in PrometheusText text) =>
        text.Label("device"u8) is { } device && !VirtualDevices.Any(name => device.StartsWith(name, StringComparison.Ordinal));
}
