namespace VllmStream.Profiling.Exporting;

/// <summary>Headings of what only a run that goes on has.</summary>
internal static class LiveFamilies
{
    public static MetricHeading Phase { get; } = Gauge("vllmstream_run_phase", "1 for the phase of the run, 0 for the others.");

    public static MetricHeading Progress { get; } = Gauge("vllmstream_run_progress_ratio", "Share of the measured part that is done.", "ratio");

    public static MetricHeading Window { get; } = Gauge("vllmstream_measured_window", "Number of the measured window, from 1; 0 before it.");

    public static MetricHeading Stage { get; } = Gauge("vllmstream_sweep_stage", "Number of the sweep's stage, from 1.");

    public static MetricHeading Load { get; } = Gauge("vllmstream_planned_load", "What the load asks for now: requests in flight (closed), users, or requests per second (open).");

    public static MetricHeading Sent { get; } = Counter("vllmstream_requests_sent", "Requests begun, those of the warm-up included; attempts of one request count once.");

    public static MetricHeading InFlight { get; } = Gauge("vllmstream_requests_in_flight", "Requests begun that have not ended, those that wait for a retry included.");

    public static MetricHeading Retries { get; } = Counter("vllmstream_retries", "Attempts that were followed by another one.");

    public static MetricHeading Warmup { get; } = Counter("vllmstream_warmup_requests", "Requests that do not count and have ended: of the warm-up, and what users do once before the load.");

    public static MetricHeading Received { get; } = Counter("vllmstream_received_tokens", "Tokens as they came, of requests in any state; one for each event where the stream does not tell.");

    public static MetricHeading RequestPromptTokens { get; } = Histogram("vllmstream_request_prompt_tokens", "Prompt tokens of a success.");

    public static MetricHeading RequestOutputTokens { get; } = Histogram("vllmstream_request_output_tokens", "Output tokens of a success.");

    public static MetricHeading SendLag { get; } = Histogram("vllmstream_client_send_lag_seconds", "Due and free to go, to begun: lateness of this client.", "seconds");

    public static MetricHeading ReadLag { get; } = Histogram("vllmstream_client_read_lag_seconds", "Bytes there, to our time stamp: lateness of this client.", "seconds");

    public static MetricHeading GcPause { get; } = Counter("vllmstream_client_gc_pause_seconds", "Garbage collection pauses of this process.", "seconds");

    public static MetricHeading Cpu { get; } = Counter("vllmstream_client_cpu_seconds", "CPU time of this process.", "seconds");

    public static MetricHeading Cores { get; } = Gauge("vllmstream_client_cores", "Cores that this process may use.");

    public static MetricHeading Memory { get; } = Gauge("vllmstream_client_memory_bytes", "Memory of this process.", "bytes");

    public static MetricHeading Invalid { get; } = Gauge("vllmstream_client_invalid_reasons", "Reasons of this client's own why the run would not be valid if it ended now.");

    // Powers of four, which the conventions for generative AI ask for.
    public static IReadOnlyList<double> TokenBounds { get; } = [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    // From what an event loop needs anyway to what spoils every measurement.
    public static IReadOnlyList<double> LagBounds { get; } =
        [0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

    private static MetricHeading Counter(string name, string help, string? unit = null) => new(name, "counter", unit, help);

    private static MetricHeading Gauge(string name, string help, string? unit = null) => new(name, "gauge", unit, help);

    private static MetricHeading Histogram(string name, string help, string? unit = null) => new(name, "histogram", unit, help);
}
