using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VllmStream.Tests.Profiler.Exporting;
using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Output;

/// <summary>The client's own figures while a run goes on: what was pushed at its end is what its file says.</summary>
[Trait("transport", "any")]
public sealed class LiveMetricsTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    [Fact]
    [Trait("case", "report")]
    public async Task Pushed_and_served_figures_are_those_of_the_file()
    {
        using var collector = new HttpListener();
        var (push, page) = ($"http://127.0.0.1:{FreePort()}/", $"127.0.0.1:{FreePort()}");
        collector.Prefixes.Add(push);
        collector.Start();
        var pushed = new ConcurrentQueue<byte[]>();
        var collecting = CollectAsync(collector, pushed);
        using var over = new CancellationTokenSource();
        var scraping = ScrapeAsync($"http://{page}/metrics", over.Token);
        using var played = await simulator.RunAsync(
            [Chat(40, 30, 20), JsonBody("""{"error":{"message":"no"}}""", 500)],
            ["-c", "2", "-n", "8", "--record", "gaps", "--otlp", push, "--serve-metrics", page, "--tag", "tp=4"]);
        await over.CancelAsync();
        collector.Close();
        await collecting;
        Assert.Contains($"metrics  http://{page}/metrics until the end", played.Process.Stderr, StringComparison.Ordinal);
        Assert.Contains("vllmstream_requests_in_flight{group=\"chat\"} 2\n", await scraping, StringComparison.Ordinal);

        var last = OtlpDocument.Read(pushed.Last());
        Assert.Equal(("vllmstream", "4"), (last.Resource["service.name"], last.Resource["tp"]));
        var requests = played.File.Requests.Where(request => request.Phase == "running").ToArray();
        var totals = played.File.Summary.Line.GetProperty("totals");
        Assert.Equal(totals.GetProperty("ok").GetInt64(), Sum("requests", "result", "ok"));
        Assert.Equal(totals.GetProperty("failed").GetInt64(), Sum("requests", "result", "failed"));
        Assert.Equal(totals.GetProperty("output_tokens").GetInt64(), Sum("output_tokens"));
        Assert.Equal(totals.GetProperty("prompt_tokens").GetInt64(), Sum("prompt_tokens"));
        Assert.Equal(0, Sum("warmup_requests"));
        Assert.Equal(played.File.Requests.Count, Sum("requests_sent"));
        Assert.Equal(0, Sum("requests_in_flight"));
        Assert.Equal("finished", Assert.Single(last.Series, series => series is { Metric: "vllmstream.run_phase", Value: 1 })["phase"]);
        var good = requests.Where(request => request.Outcome == "ok").ToArray();
        Assert.NotEmpty(good);
        AssertBuckets("time_to_first_token", good.Select(request => request.TtftMs));
        AssertBuckets("time_per_output_token", good.Select(request => request.TpotMs));
        AssertBuckets("e2e_request_latency", good.Select(request => request.E2eMs));
        AssertBuckets("client_wait", requests.Select(request => request.WaitMs));
        AssertBuckets("inter_token_latency", good.SelectMany(request => request.GapsMs).Select(gap => (double?)gap));

        double Sum(string metric, string? attribute = null, string? value = null) =>
            last.Series.Where(series => series.Metric == "vllmstream." + metric && (attribute is null || series[attribute] == value)).Sum(series => series.Value);

        void AssertBuckets(string metric, IEnumerable<double?> milliseconds)
        {
            var samples = milliseconds.OfType<double>().Select(ms => ms / 1_000).ToArray();
            var series = Assert.Single(last.Series, series => series.Metric == "vllmstream." + metric);
            double[] edges = [double.NegativeInfinity, .. series.Bounds, double.PositiveInfinity];
            Assert.Equal(edges.Zip(edges.Skip(1), (low, high) => (long)samples.Count(sample => sample > low && sample <= high)), series.Counts);
            Assert.Equal(samples.Length, series.Count);
            // The file has whole microseconds.
            Assert.Equal(samples.Sum(), series.Sum, samples.Length * 0.5e-6);
        }
    }

    [Fact]
    [Trait("case", "report")]
    public async Task Port_in_use_is_refused_before_the_run()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var folder = new TempFolder();
        var run = await Vllmstream.RunAsync(folder, ["run", simulator.Server.Url, "-n", "1", "--serve-metrics", port]);
        Expect.Exit(2, run);
        Assert.Equal($"error: --serve-metrics {port} cannot be listened on: the port is in use; name another one, or 0 for any free one\n", run.Stderr);
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private static async Task CollectAsync(HttpListener collector, ConcurrentQueue<byte[]> pushed)
    {
        try
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                pushed.Enqueue(body.ToArray());
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    // The page while both requests of the load were in flight; the newest one when that never was.
    private static async Task<string> ScrapeAsync(string url, CancellationToken over)
    {
        using var client = new HttpClient();
        var page = "";
        while (!over.IsCancellationRequested && !page.Contains("_in_flight{group=\"chat\"} 2\n", StringComparison.Ordinal))
        {
            try
            {
                page = await client.GetStringAsync(url, over);
                await Task.Delay(20, over);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not there yet, or no more.
                await Task.Delay(20, CancellationToken.None);
            }
        }

        return page;
    }
}
