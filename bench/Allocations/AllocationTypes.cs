using System.Collections.Concurrent;
using System.Diagnostics.Tracing;

namespace VllmStream.Bench.Allocations;

/// <summary>Which types the allocations of a whole run are: the runtime names one about every 100 KB.</summary>
internal sealed class AllocationTypes : EventListener
{
    private const EventKeywords GarbageCollection = (EventKeywords)1;

    private readonly ConcurrentDictionary<string, long> _bytes = new(StringComparer.Ordinal);

    /// <summary>The largest, with their share.</summary>
    public void Print()
    {
        var total = Math.Max(1, _bytes.Values.Sum());
        foreach (var (type, bytes) in _bytes.OrderByDescending(pair => pair.Value).Take(30))
            Console.WriteLine($"{(double)bytes / total,7:P1}  {type}");
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            EnableEvents(eventSource, EventLevel.Verbose, GarbageCollection);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName?.StartsWith("GCAllocationTick", StringComparison.Ordinal) != true)
            return;
        var type = (string)eventData.Payload![eventData.PayloadNames!.IndexOf("TypeName")]!;
        var bytes = Convert.ToInt64(eventData.Payload[eventData.PayloadNames.IndexOf("AllocationAmount64")], System.Globalization.CultureInfo.InvariantCulture);
        _bytes.AddOrUpdate(type, bytes, (_, sum) => sum + bytes);
    }
}
