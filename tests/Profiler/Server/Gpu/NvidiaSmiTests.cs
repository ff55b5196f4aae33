using System.Collections.Concurrent;
using System.Diagnostics;
using VllmStream.Profiling.Server.Gpu;

namespace VllmStream.Tests.Profiler.Server.Gpu;

/// <summary>Against a program of that name that the test writes.</summary>
public sealed class NvidiaSmiTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nvidia-smi");
    private readonly BlockingCollection<GpuReading> _readings = [];
    private readonly BlockingCollection<string> _problems = [];

    public void Dispose()
    {
        _folder.Delete(recursive: true);
        _readings.Dispose();
        _problems.Dispose();
    }

    [Fact]
    public void Readings_come_line_by_line_and_the_program_is_gone_in_the_end()
    {
        var file = Write("""
            [ "$1 $3 $4" = "--query-gpu=index,name,utilization.gpu,memory.used,memory.total,power.draw,temperature.gpu -lms 1000" ] || exit 9
            echo $$ > "$(dirname "$0")/pid"
            echo "0, NVIDIA L4, 12, 1, 2, 3, 4"
            echo "garbage"
            echo "1, NVIDIA L4, [N/A], 1, 2, 3, 4"
            exec sleep 600
            """);
        Assert.Equal(file, NvidiaSmi.Find($"/nowhere:{_folder.FullName}"));
        using (var program = NvidiaSmi.Start(file, _readings.Add, _problems.Add))
        {
            Assert.NotNull(program);
            Assert.Equal(("0", 0.12), Taken(reading => (reading.Id, reading.Utilisation)));
            Assert.Equal(("1", null), Taken(reading => (reading.Id, reading.Utilisation)));
        }
        var id = int.Parse(File.ReadAllText(Path.Combine(_folder.FullName, "pid")), System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(IsGone(id));
        Assert.Empty(_problems);
    }

    [Fact]
    public void Program_that_dies_is_told_with_what_it_said()
    {
        using var program = NvidiaSmi.Start(Write("echo \"NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\"\nexit 9"), _readings.Add, _problems.Add);
        Assert.True(_problems.TryTake(out var problem, Patience));
        Assert.Equal("nvidia-smi ended: NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.", problem);
    }

    [Fact]
    public void Program_that_cannot_be_started_is_told()
    {
        var file = Path.Combine(_folder.FullName, "nvidia-smi");
        File.WriteAllText(file, "no program");
        Assert.Null(NvidiaSmi.Start(file, _readings.Add, _problems.Add));
        Assert.Contains("cannot be started", Assert.Single(_problems), StringComparison.Ordinal);
        Assert.Null(NvidiaSmi.Find("/nowhere"));
        Assert.Null(NvidiaSmi.Find(null));
    }

    private T Taken<T>(Func<GpuReading, T> of)
    {
        Assert.True(_readings.TryTake(out var reading, Patience));
        return of(reading);
    }

    private string Write(string script)
    {
        var file = Path.Combine(_folder.FullName, "nvidia-smi");
        File.WriteAllText(file, "#!/bin/sh\n" + script + "\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return file;
    }

    private static bool IsGone(int id)
    {
        try
        {
            return Process.GetProcessById(id).HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }
}
