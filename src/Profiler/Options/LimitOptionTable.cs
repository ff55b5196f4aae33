namespace VllmStream.Profiling.Options;

/// <summary>Options of when a run counts, when it ends, how it is judged and how the server is reached.</summary>
internal static class LimitOptionTable
{
    private const CommandKinds Asks = CommandKinds.Run | CommandKinds.Probe | CommandKinds.Sweep;
    private const CommandKinds Loads = CommandKinds.Run | CommandKinds.Sweep;

    internal static IReadOnlyList<OptionDefinition> Definitions { get; } =
    [
        new()
        {
            Name = "--duration", Letter = "-d",
            Aliases = ["-z", OptionAlias.Seconds("--max-seconds"), OptionAlias.Seconds("--benchmark-duration")],
            Shape = ValueShape.Duration, Value = "T", Default = "30s",
            Help = "measured time, after warm-up",
            Section = OptionSection.Limits, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--requests", Letter = "-n", Aliases = ["--num-prompts", "--request-count"],
            Shape = ValueShape.Count, Value = "N",
            Help = "measured requests, instead of a time",
            Section = OptionSection.Limits, Commands = CommandKinds.Run,
        },
        new()
        {
            Name = "--warmup", Aliases = ["--num-warmups"],
            Shape = ValueShape.DurationOrCount, Value = "T|N", Default = "2 × concurrency, at most 10s",
            Help = "sent first, left out of the numbers",
            Section = OptionSection.Limits, Commands = Loads,
        },
        new()
        {
            Name = "--drain", Aliases = [OptionAlias.Seconds("--benchmark-grace-period")],
            Shape = ValueShape.Duration, Value = "T", Default = "30s",
            Help = "time for requests in flight to end",
            Section = OptionSection.Limits, Commands = Loads,
        },
        new()
        {
            Name = "--wait", Aliases = [OptionAlias.Seconds("--ready-check-timeout-sec")],
            Shape = ValueShape.Duration, Value = "T", Default = "0s",
            Help = "how long to wait for the server to answer",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--no-probe",
            Help = "starts the load at once",
            Section = OptionSection.Limits, Commands = Loads,
        },
        new()
        {
            Name = "--timeout-connect",
            Shape = ValueShape.Duration, Value = "T", Default = "5s",
            Help = "limit of name, TCP and TLS together",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--timeout-first-token",
            Shape = ValueShape.Duration, Value = "T", Default = "120s",
            Help = "limit from sent to the first token",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--timeout-idle",
            Shape = ValueShape.Duration, Value = "T", Default = "30s",
            Help = "limit between two events of an answer",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--timeout-total", Letter = "-t", Aliases = ["--timeout"],
            Shape = ValueShape.Duration, Value = "T", Default = "none",
            Help = "limit of a whole request",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--retries",
            Shape = ValueShape.Count, Value = "N", Default = "0",
            Help = "extra attempts of a failed request",
            Section = OptionSection.Limits, Commands = Loads,
        },
        new()
        {
            Name = "--retry-budget", Aliases = [OptionAlias.Seconds("--retry-max-time")],
            Shape = ValueShape.Duration, Value = "T", Default = "60s",
            Help = "time in which all attempts of a request begin",
            Section = OptionSection.Limits, Commands = Loads,
        },
        new()
        {
            Name = "--slo", Aliases = ["--goodput"],
            Shape = ValueShape.Term, Value = "TERMS", Repeatable = true, Spreads = true,
            Help = "give goodput: ttft<500ms,tpot<25ms",
            Section = OptionSection.Limits, Commands = Loads,
        },
        new()
        {
            Name = "--check", Aliases = ["--threshold"],
            Shape = ValueShape.Term, Value = "TERM", Repeatable = true,
            Help = "exit 99 unless it holds: 'ttft.p99 < 800ms'",
            Section = OptionSection.Limits, Commands = Loads | CommandKinds.Report,
        },
        new()
        {
            Name = "--baseline",
            Shape = ValueShape.File, Value = "FILE",
            Help = "exit 99 where the run is worse than that of FILE",
            Section = OptionSection.Limits, Commands = CommandKinds.Run | CommandKinds.Report,
        },
        new()
        {
            Name = "--baseline-threshold",
            Shape = ValueShape.Text, Value = "P%", Default = "5%",
            Help = "the smallest change from --baseline that matters",
            Section = OptionSection.Limits, Commands = CommandKinds.Run | CommandKinds.Report,
        },
        new()
        {
            Name = "--abort-on",
            Shape = ValueShape.Term, Value = "TERM", Default = "the first 20 all failed",
            Help = "ends the run early: 'error_rate > 50% for 10s'",
            Section = OptionSection.Limits, Commands = Loads, NotBuilt = "use --check, which judges at the end",
        },
        new()
        {
            Name = "--cacert",
            Shape = ValueShape.File, Value = "FILE", Default = "the system's",
            Help = "PEM file of trusted roots",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--cert",
            Shape = ValueShape.File, Value = "FILE",
            Help = "client certificate: PEM, or PKCS#12 with its key",
            Section = OptionSection.Limits, Commands = Asks | CommandKinds.Agent,
        },
        new()
        {
            Name = "--key",
            Shape = ValueShape.File, Value = "FILE", Default = "from --cert",
            Help = "PEM file of the client certificate's private key",
            Section = OptionSection.Limits, Commands = Asks | CommandKinds.Agent,
        },
        new()
        {
            Name = "--insecure", Letter = "-k",
            Help = "accepts any certificate; stands in the report",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--http2",
            Help = "HTTP/2: by ALPN over TLS, else with prior knowledge",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--proxy",
            Shape = ValueShape.Url, Value = "URL|none", Default = "environment, not for loopback",
            Help = "HTTP proxy",
            Section = OptionSection.Limits, Commands = Asks,
        },
        new()
        {
            Name = "--metrics",
            Shape = ValueShape.Url, Value = "URL|none", Default = "<url>/metrics if it answers", Repeatable = true,
            Help = "the server's own metrics, one URL for each replica",
            Section = OptionSection.Limits, Commands = Loads,
        },
        new()
        {
            Name = "--gpu",
            Shape = ValueShape.Text, Value = "auto|off|URL", Default = "nvidia-smi if the server is here",
            Help = "GPU readings: nvidia-smi, or an exporter's URL",
            Section = OptionSection.Limits, Commands = Loads,
        },
    ];
}
