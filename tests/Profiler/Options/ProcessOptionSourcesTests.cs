using System.Diagnostics;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Profiler.Options;

public sealed class ProcessOptionSourcesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("vllmstream-sources-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_can_be_read_and_what_is_none_cannot()
    {
        var file = Path.Combine(_folder, "a");
        File.WriteAllText(file, "x");
        Assert.Null(new ProcessOptionSources().WhyUnreadable(file));
        Assert.Equal("is no file that can be read", new ProcessOptionSources().WhyUnreadable(_folder));
        Assert.Equal("is no file that can be read", new ProcessOptionSources().WhyUnreadable(file + "b"));
    }

    [Fact]
    public async Task Pipe_is_refused_at_once_also_where_nobody_writes_into_it()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "pipes are told from files there");
        var pipe = Path.Combine(_folder, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("is a pipe, and a result is read more than once; write it to a file first", new ProcessOptionSources().WhyUnreadable(pipe));
    }

    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void File_of_others_is_told()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "this user may read everything");
        var file = Path.Combine(_folder, "closed");
        File.WriteAllText(file, "x");
        File.SetUnixFileMode(file, UnixFileMode.None);
        Assert.Equal("cannot be read: this user may not", new ProcessOptionSources().WhyUnreadable(file));
    }
}
