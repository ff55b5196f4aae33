using System.Globalization;
using VllmStream.Bench.Loads;

namespace VllmStream.Bench.Ceiling;

/// <summary>How long does the executable take to say what it can do, and how much memory? Warm, as the second start of a day is.</summary>
internal static class StartCase
{
    /// <summary>Its name on the command line.</summary>
    public const string Name = "start";

    private const int Core = 1;
    private const int Starts = 21;

    /// <summary>Runs it and prints its table.</summary>
    public static async Task RunAsync(CeilingOptions options)
    {
        var program = VllmstreamClient.ProgramOr(options.Program);
        var once = await NativeProgram.BuildAsync("run-once");
        var (ms, mib) = (new Distribution("ms"), new Distribution("MiB"));
        for (var start = 0; start < Starts; start++)
        {
            using var process = PinnedProcess.Start(Core, once, [program, "--help"]);
            var numbers = (await process.Output.ReadToEndAsync()).Split(' ', StringSplitOptions.TrimEntries);
            await process.WaitAsync(TimeSpan.FromSeconds(30));
            if (numbers is not [var took, var resident, "0"])
                throw new BenchException($"{program} --help failed: {process.Errors}");
            ms.Add(double.Parse(took, CultureInfo.InvariantCulture));
            mib.Add(double.Parse(resident, CultureInfo.InvariantCulture) / 1024);
        }
        Console.WriteLine($"\n{Name}: {program} --help, {Starts} times");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"median {ms.At(0.5):0.0} ms, worst {ms.At(1):0.0} ms; resident {mib.At(0.5):0.0} MiB"));
    }
}
