using System.Diagnostics;
using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>Looks at a process from outside, 10 times a second, until it has ended. One thread samples; the result is read after its end.</summary>
internal sealed class ProcessSampler
{
    // The unit of /proc/PID/stat and /proc/stat: USER_HZ, which is 100 on every Linux.
    private const double UsPerTick = 10_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly List<ProcessSample> _samples = [];
    private readonly Thread _thread;
    private readonly int _process;

    private ProcessSampler(int process)
    {
        _process = process;
        _thread = new Thread(SampleLoop) { IsBackground = true, Name = "process sampler" };
    }

    /// <summary>The most memory it has had resident, in KiB.</summary>
    public long PeakKib { get; private set; }

    /// <summary>Begins to look.</summary>
    public static ProcessSampler Start(int process)
    {
        var sampler = new ProcessSampler(process);
        sampler._thread.Start();
        return sampler;
    }

    /// <summary>Looks once.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    public static ProcessSample Take(int process)
    {
        var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
        // The name in brackets may hold blanks; utime and stime are fields 14 and 15, the 12th and 13th behind it.
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return new ProcessSample(Stopwatch.GetTimestamp() * (1e6 / Stopwatch.Frequency), ticks * UsPerTick, MachineUs());
    }

    /// <summary>The first and the last sample inside a window; after the process has ended.</summary>
    /// <exception cref="BenchException">Fewer than two samples lie in it.</exception>
    public (ProcessSample First, ProcessSample Last) Within(double fromUs, double toUs)
    {
        _thread.Join();
        var inside = _samples.FindAll(sample => sample.AtUs >= fromUs && sample.AtUs <= toUs);
        return inside.Count >= 2 ? (inside[0], inside[^1]) : throw new BenchException("the client did not live through its measured window");
    }

    private void SampleLoop()
    {
        try
        {
            while (true)
            {
                _samples.Add(Take(_process));
                ReadPeak();
                Thread.Sleep(Interval);
            }
        }
        catch (IOException)
        {
            // It has ended.
        }
    }

    // cpu  user nice system idle iowait irq softirq ...; the time of soft interrupts, most of a loopback packet, is in the processes' as well.
    private static double MachineUs()
    {
        var fields = File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return ((int[])[1, 2, 3, 6, 7]).Sum(field => long.Parse(fields[field], CultureInfo.InvariantCulture)) * UsPerTick;
    }

    private void ReadPeak()
    {
        // VmHWM:	   25516 kB; a process that has ended and was not waited for has no such line.
        var line = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process}/status")).FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal));
        if (line is not null)
            PeakKib = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
