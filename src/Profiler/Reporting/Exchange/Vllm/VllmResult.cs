using System.Text.Encodings.Web;
using System.Text.Json;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Exchange.Vllm;

/// <summary>Writes the result file of <c>vllm bench serve</c> for a run: its keys, its units, and its definitions, so that what reads such files goes on working.</summary>
/// <remarks>Arrays are in seconds, statistics in milliseconds. The requests are read in one pass; kept of each are some numbers, and its gaps where they were recorded.</remarks>
public static class VllmResult
{
    private static readonly double[] Percentiles = [50, 90, 95, 99];

    // Endpoints without a stream of tokens; their file has other totals.
    private static readonly string[] Pooling = ["embeddings", "rerank", "score"];

    /// <summary>Writes the file.</summary>
    /// <param name="run">The run file, at its start.</param>
    /// <param name="summary">Its summary.</param>
    /// <param name="output">Gets one JSON object and a line end.</param>
    /// <returns>Lines that a person should read: what is left out, and why.</returns>
    /// <exception cref="NdjsonFormatException">The file is no run file.</exception>
    public static IReadOnlyList<string> Write(Stream run, RunSummary summary, Stream output)
    {
        ArgumentNullException.ThrowIfNull(summary);
        ArgumentNullException.ThrowIfNull(output);
        var requests = new List<VllmRequest>();
        string? endpoint = null;
        var started = MeasuredRequests.Read(run, summary.Window, line =>
        {
            endpoint ??= line.Endpoint;
            requests.Add(VllmRequest.Of(line));
        });
        endpoint ??= started.Options.GetValueOrDefault("endpoint") ?? "chat";
        VllmRequest[] inOrder = [.. requests.OrderBy(request => request.StartS)];
        var totals = new VllmTotals(inOrder, summary);
        var notes = new List<string>();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            VllmIdentity.Write(json, started, endpoint, inOrder.Length, notes);
            if (Array.IndexOf(Pooling, endpoint) >= 0)
                WritePooling(json, totals, inOrder);
            else
                WriteGeneration(json, started, totals, inOrder, notes);
            WriteSpeculation(json, summary);
            WriteLatency(json, totals, started.Load, Array.IndexOf(Pooling, endpoint) >= 0);
            json.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
        return notes;
    }

    private static void WriteGeneration(Utf8JsonWriter json, RunStartedLine started, VllmTotals totals, VllmRequest[] requests, List<string> notes)
    {
        Number(json, "duration", totals.DurationS);
        json.WriteNumber("completed", totals.Completed);
        json.WriteNumber("failed", totals.Failed);
        Number(json, "total_input_tokens", totals.InputTokens);
        Number(json, "total_output_tokens", totals.OutputTokens);
        Number(json, "request_throughput", totals.PerSecond(totals.Completed));
        Number(json, "request_goodput", totals.Goodput);
        Number(json, "output_throughput", totals.PerSecond(totals.OutputTokens));
        Number(json, "total_token_throughput", totals.PerSecond(totals.InputTokens + totals.OutputTokens));
        Values(json, "input_lens", requests, request => request.InputTokens);
        // Of a request that failed they know no tokens and no end, and write 0; errors tells these zeros from measured ones.
        Values(json, "output_lens", requests, request => request.Success ? request.OutputTokens : 0);
        Values(json, "ttfts", requests, request => request.Success ? request.TtftS : request.TtftS ?? 0);
        if (totals.HasGaps)
            WriteGaps(json, requests);
        else
            notes.Add("itls and max_output_tokens_per_s are left out: the run did not record its gaps (run --record gaps); the figures of itl come from the histogram");

        // Their clock is the monotonic one, so that a log of the same host joins; without it run start is 0.
        var origin = (started.MonotonicUs ?? 0) / 1_000_000;
        Values(json, "start_times", requests, request => Math.Round(origin + request.StartS, 6));
        json.WriteStartArray("generated_texts");
        foreach (var _ in requests)
            json.WriteStringValue("");
        json.WriteEndArray();
        WriteEnds(json, requests);
        if (totals.HasGaps)
            Number(json, "max_output_tokens_per_s", totals.MaxTokensPerSecond());
        json.WriteNumber("max_concurrent_requests", totals.MaxConcurrent());
    }

    private static void WritePooling(Utf8JsonWriter json, VllmTotals totals, VllmRequest[] requests)
    {
        Number(json, "duration", totals.DurationS);
        json.WriteNumber("completed", totals.Completed);
        json.WriteNumber("failed", totals.Failed);
        Number(json, "total_input_tokens", totals.InputTokens);
        json.WriteNumber("total_input_sequences", totals.InputSequences);
        Number(json, "request_throughput", totals.PerSecond(totals.Completed));
        Number(json, "input_sequence_throughput", totals.PerSecond(totals.InputSequences));
        Number(json, "total_token_throughput", totals.PerSecond(totals.InputTokens));
        Values(json, "input_lens", requests, request => request.InputTokens);
        WriteEnds(json, requests);
    }

    private static void WriteEnds(Utf8JsonWriter json, VllmRequest[] requests)
    {
        Values(json, "latencies", requests, request => request.Success ? request.LatencyS : 0);
        Values(json, "queue_times", requests, request => request.QueueS);
        json.WriteStartArray("errors");
        foreach (var request in requests)
            json.WriteStringValue(request.Error);
        json.WriteEndArray();
    }

    private static void WriteGaps(Utf8JsonWriter json, VllmRequest[] requests)
    {
        json.WriteStartArray("itls");
        foreach (var request in requests)
        {
            json.WriteStartArray();
            foreach (var gap in request.GapsUs ?? [])
                json.WriteNumberValue(gap / 1_000_000.0);
            json.WriteEndArray();
            // Gaps are most of the file, and the writer keeps everything until it is told.
            json.Flush();
        }

        json.WriteEndArray();
    }

    private static void WriteSpeculation(Utf8JsonWriter json, RunSummary summary)
    {
        if (summary.Server is not { SpecAcceptanceRatio: { } ratio } server)
            return;
        json.WriteNumber("spec_decode_acceptance_rate", ratio * 100);
        Number(json, "spec_decode_acceptance_length", server.SpecAcceptanceLength);
        Number(json, "spec_decode_num_drafts", server.Counts.SpecDrafts);
        Number(json, "spec_decode_draft_tokens", server.Counts.SpecDraftTokens);
        Number(json, "spec_decode_accepted_tokens", server.Counts.SpecAcceptedTokens);
    }

    private static void WriteLatency(Utf8JsonWriter json, VllmTotals totals, LoadDescription load, bool pooling)
    {
        if (!pooling)
        {
            Statistics(json, "ttft", totals.Ttft);
            Statistics(json, "tpot", totals.Tpot);
            Statistics(json, "itl", totals.Itl);
        }

        Statistics(json, "e2el", totals.E2el);
        // As they do: a queue needs a cap, and one that can be planned around a rate.
        if (VllmIdentity.CapOf(load) is null)
            return;
        Statistics(json, "client_queue_time", totals.QueueTime);
        if (load.Kind == "open")
            Statistics(json, "e2el_including_client_queue", totals.E2elWithQueue);
    }

    private static void Statistics(Utf8JsonWriter json, string metric, SampleStatistics? statistics)
    {
        Number(json, $"mean_{metric}_ms", statistics?.Mean);
        Number(json, $"median_{metric}_ms", statistics?.Median);
        Number(json, $"std_{metric}_ms", statistics?.Std);
        foreach (var percent in Percentiles)
            Number(json, $"p{percent}_{metric}_ms", statistics?.Percentile(percent));
    }

    private static void Values(Utf8JsonWriter json, string key, VllmRequest[] requests, Func<VllmRequest, double?> value)
    {
        json.WriteStartArray(key);
        foreach (var request in requests)
        {
            if (value(request) is { } number)
                json.WriteNumberValue(number);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string key, double? value)
    {
        if (value is { } number)
            json.WriteNumber(key, number);
        else
            json.WriteNull(key);
    }
}
