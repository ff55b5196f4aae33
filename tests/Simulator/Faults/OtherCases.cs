namespace VllmStream.Tests.Simulator.Faults;

/// <summary>The cases that no bytes of a server make: what they are about instead, and the test of the connection where that is what they need.</summary>
internal static class OtherCases
{
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["TR01"] = "when the connection ends: Idle_connection_is_closed_after_the_answer",
        ["TR03"] = "the client's ports",
        ["TR05"] = "the client's descriptors",
        ["TR06"] = "how many connections the client opens",
        ["TR08"] = "frames of HTTP/2, and scripts are HTTP/1.1",
        ["TR10"] = "bytes of a compressor: Gzip_with_a_flush_gives_each_event_when_it_is_due",
        ["TR12"] = "certificates, and the simulator has no TLS",
        ["TR13"] = "the address it listens on",
        ["TR15"] = "the client's proxy",
        ["TR17"] = "how the client reads a URL",
        ["TR19"] = "no server at all",
        ["TM05"] = "Nagle's algorithm of the sending socket",
        ["TM07"] = "the client's wall clock",
        ["LG01"] = "how the client waits for a free place",
        ["LG03"] = "when the client sends",
        ["LG05"] = "how many requests the client sends at a time",
        ["LG07"] = "how an engine shares prefill",
        ["LG09"] = "the length of what the client sends",
        ["LG10"] = "how late the client reads",
        ["LG12"] = "which prompts the client repeats",
        ["TK03"] = "how the client makes prompts; the simulator adds 13 tokens to each as it is",
        ["OS01"] = "what the client prints",
        ["OS03"] = "what the client prints",
        ["OS05"] = "what the client does at Ctrl-C",
        ["OS07"] = "what the client reports",
        ["SV01"] = "what /metrics says",
        ["SV03"] = "what /metrics says",
    };
}
