using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace VllmStream.Simulation;

/// <summary>Writes the log as NDJSON: a head line that names clock and columns, then one line per request.</summary>
internal static class EmissionLogFormat
{
    public static async Task WriteAsync(PipeWriter output, EmissionLogPage page, CancellationToken cancellation)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        WriteHead(json, page);
        await EndLineAsync(json, output, cancellation);
        foreach (var entry in page.Entries)
        {
            WriteEntry(json, entry);
            // A flush per line bounds what lies in memory and lets a slow reader slow only itself.
            await EndLineAsync(json, output, cancellation);
        }
    }

    private static async Task EndLineAsync(Utf8JsonWriter json, PipeWriter output, CancellationToken cancellation)
    {
        json.Flush();
        json.Reset();
        output.Write("\n"u8);
        await output.FlushAsync(cancellation);
    }

    private static void WriteHead(Utf8JsonWriter json, EmissionLogPage page)
    {
        json.WriteStartObject();
        json.WriteString("clock", OperatingSystem.IsLinux() ? "CLOCK_MONOTONIC" : "Stopwatch");
        json.WriteString("unit", "us");
        WriteTime(json, "now", MonotonicClock.Now);
        json.WriteNumber("last_seq", page.LastSequence);
        json.WriteNumber("dropped_requests", page.DroppedRequests);
        json.WriteNumber("dropped_events", page.DroppedEvents);
        json.WriteStartArray("columns");
        foreach (var column in (ReadOnlySpan<string>)["kind", "due", "write", "flushed", "choice", "tokens", "sse"]) json.WriteStringValue(column);
        json.WriteEndArray();
        WriteLateness(json, new Lateness(page.Entries));
        json.WriteEndObject();
    }

    // A p99 of fewer than 100 writes would be no more than their maximum.
    private static void WriteLateness(Utf8JsonWriter json, Lateness late)
    {
        json.WriteStartObject("late");
        json.WriteNumber("n", late.Count);
        WriteTime(json, "p50", late.At(0.5));
        WriteTime(json, "p99", late.Count < 100 ? null : late.At(0.99));
        WriteTime(json, "max", late.At(1));
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, EmissionRecord entry)
    {
        var accepted = entry.Accepted;
        json.WriteStartObject();
        json.WriteNumber("seq", entry.Sequence);
        json.WriteString("request", accepted.ClientId ?? accepted.CompletionId);
        json.WriteString("completion", accepted.CompletionId);
        json.WriteString("api", accepted.Request.Api.Label());
        json.WriteBoolean("stream", accepted.Request.Stream);
        json.WriteBoolean("finished", entry.Sequence != 0);
        json.WriteNumber("prompt_tokens", accepted.Request.PromptTokens);
        WriteTime(json, "arrival", accepted.ArrivalTicks);
        json.WriteStartArray("finish");
        foreach (var finish in entry.Finishes) json.WriteStringValue(finish.Label());
        json.WriteEndArray();
        json.WriteStartArray("sequences");
        foreach (var course in accepted.Courses) WriteCourse(json, course);
        json.WriteEndArray();
        json.WriteStartArray("events");
        foreach (ref readonly var item in entry.Events) WriteEvent(json, item);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteCourse(Utf8JsonWriter json, SequenceCourse course)
    {
        json.WriteStartObject();
        WriteTime(json, "queued", OrNull(course.QueuedTicks));
        WriteTime(json, "scheduled", OrNull(course.ScheduledTicks));
        WriteTime(json, "prefilled", OrNull(course.PrefilledTicks));
        WriteTime(json, "decoded", OrNull(course.DecodedTicks));
        WriteTime(json, "first", OrNull(course.FirstTicks));
        WriteTime(json, "last", OrNull(course.LastTicks));
        json.WriteNumber("outputs", course.Outputs);
        json.WriteNumber("tokens", course.Tokens);
        json.WriteNumber("prompt_tokens", course.Plan.PromptTokens);
        json.WriteNumber("cached_tokens", course.CachedTokens);
        json.WriteStartArray("preempted");
        foreach (var ticks in course.PreemptedTicks) WriteTime(json, ticks);
        json.WriteEndArray();
        json.WriteStartArray("stalls");
        foreach (var stall in course.Stalls)
        {
            json.WriteStartArray();
            json.WriteNumberValue(stall.Token);
            WriteTime(json, stall.FromTicks);
            WriteTime(json, stall.LengthTicks);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static long? OrNull(long ticks) => ticks == 0 ? null : ticks;

    private static void WriteEvent(Utf8JsonWriter json, in EmissionEvent item)
    {
        json.WriteStartArray();
        json.WriteStringValue(Name(item.Kind));
        if (item.DueTicks == 0) json.WriteNullValue();
        else WriteTime(json, item.DueTicks);
        WriteTime(json, item.WriteTicks);
        WriteTime(json, item.FlushedTicks);
        json.WriteNumberValue(item.Choice);
        json.WriteNumberValue(item.Tokens);
        json.WriteNumberValue(item.SseEvents);
        json.WriteEndArray();
    }

    // Microseconds with the nanoseconds behind the point: a client's error of a few µs must not drown in rounding.
    private static void WriteTime(Utf8JsonWriter json, long ticks) => json.WriteNumberValue(Math.Round(MonotonicClock.ToMicroseconds(ticks), 3));

    private static void WriteTime(Utf8JsonWriter json, string name, long? ticks)
    {
        json.WritePropertyName(name);
        if (ticks is { } known) WriteTime(json, known);
        else json.WriteNullValue();
    }

    private static string Name(EmissionKind kind) => kind switch
    {
        EmissionKind.Opening => "opening",
        EmissionKind.First => "first",
        EmissionKind.Token => "token",
        EmissionKind.Finish => "finish",
        EmissionKind.Usage => "usage",
        EmissionKind.Done => "done",
        EmissionKind.Played => "played",
        _ => "body",
    };
}
