using VllmStream.Profiling.Metrics.ServerSide;
using VllmStream.Profiling.Output;

namespace VllmStream.Tests.Profiler.Output;

public sealed class ServerReplayTests
{
    [Fact]
    public void Explored_file_shows_the_server_as_it_was()
    {
        var run = SampleRun.PlayMixed();
        var server = RunReport.Explore(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(run.Text))).Snapshot.Server!;
        Assert.Equal(("vLLM", 1_000.0, 7.0, 1.0, 0.25), (server.Name, server.AtMs, server.Running, server.Waiting, server.KvCacheRatio));
        Assert.Equal(120.5, Assert.Single(server.History).TtftMs);
    }

    [Fact]
    public void Replicas_of_a_second_are_summed_and_their_GPUs_beside_them()
    {
        var figures = ServerReplay.Of(
            [Line("a", 1_100, 2), Line("a", 1_900, 3), Line("b", 1_950, 4), Line("a", 2_100, 5), new ServerLine { Source = "nvidia-smi", AtMs = 2_200, Gpu = [new GpuFigures("0") { UtilisationRatio = 0.5, PowerW = 70 }] }],
            new ServerSummary { WaitingMax = 9 })!;
        // At the edge of a window a page is read twice in a second.
        Assert.Equal([(7, null, null), (5, 0.5, 70)], figures.History.Select(point => (point.Running!.Value, point.GpuRatio, point.GpuPowerW)));
        Assert.Equal((2, 9.0, 1), (figures.Replicas, figures.Window.WaitingMax, figures.Gpus.Count));
        Assert.Null(ServerReplay.Of([], null));

        static ServerLine Line(string source, double atMs, double running) => new() { Source = source, AtMs = atMs, Name = "vLLM", Running = running };
    }
}
