using System.Globalization;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.ServerSide;

/// <summary>TTFT taken apart, beside servers of which every moment is known: what the engine was told to take, and what its own log says.</summary>
[Trait("transport", "any")]
public sealed class TtftPartsTests
{
    private const double Share = 0.05;

    // What a look at the server costs and a busy machine adds is no part of the server's time.
    private const double LeastMs = 1;

    [Theory]
    [InlineData("analytic", "-c 20 -n 120 --osl 8")]
    [InlineData("small-1gpu", "-c 24 -n 96 --isl 3000 --osl 24")]
    [InlineData("70b-4gpu", "-c 6 -n 24 --isl 1500 --osl 16")]
    [InlineData("collapse", "-c 16 -n 32 --isl 250 --osl 40")]
    public async Task Parts_are_those_of_the_servers_log(string preset, string load)
    {
        using var simulator = await RunningSimulator.StartAsync("--preset", preset);
        using var folder = new TempFolder();
        var server = await RunAsync(simulator, folder, load);
        var ttft = server.GetProperty("ttft");
        var courses = simulator.Logs().SelectMany(entry => entry.GetProperty("sequences").EnumerateArray()).ToArray();
        Assert.Equal(int.Parse(load.Split(' ')[3], CultureInfo.InvariantCulture), courses.Length);

        Within(Mean(courses, "queued", "scheduled"), Ms(ttft, "queue_ms"), "queue");
        Within(Mean(courses, "scheduled", "prefilled"), Ms(ttft, "prefill_ms"), "prefill");
        Within(Mean(courses, "prefilled", "first"), Ms(ttft, "output_ms"), "first output");
        Within(Mean(courses, "queued", "first"), Ms(ttft, "server_ms"), "TTFT of the server");
        Within(Mean(courses, "prefilled", "decoded"), server.GetProperty("times").GetProperty("decode").GetProperty("mean_ms").GetDouble(), "decode");

        // The parts and the residual are all there is, and what is left over is little.
        var outside = Ms(ttft, "client_ms") - Ms(ttft, "server_ms");
        var residual = Ms(ttft, "residual_ms");
        Assert.Equal(outside, Part(ttft, "network_ms") + Part(ttft, "http_ms") + Part(ttft, "client_lag_ms") + residual, 0.01);
        Within(Ms(ttft, "client_ms"), Ms(ttft, "client_ms") - residual, "all parts together");
    }

    [Fact]
    public async Task Parts_are_those_of_an_engine_whose_times_are_known_beforehand()
    {
        const int StepMs = 25;
        const int Places = 8;
        const int Tokens = 8;
        const int Rounds = 10;
        using var simulator = await RunningSimulator.StartAsync("--preset", "analytic");
        using var folder = new TempFolder();
        var ttft = (await RunAsync(simulator, folder, string.Create(CultureInfo.InvariantCulture, $"-c {2 * Places} -n {Rounds * Places} --osl {Tokens}"))).GetProperty("ttft");
        // One step makes the first token. Whoever finds all places taken waits until those before it have made all of theirs; the first eight find them free.
        Within(StepMs, Ms(ttft, "prefill_ms"), "prefill");
        Within(StepMs * Tokens * (Rounds - 1.0) / Rounds, Ms(ttft, "queue_ms"), "queue");
    }

    private static async Task<JsonElement> RunAsync(RunningSimulator simulator, TempFolder folder, string load)
    {
        var run = await Vllmstream.RunAsync(folder, ["run", simulator.Url, .. load.Split(' '), "--ignore-eos", "--warmup", "0", "--no-probe", "--ui", "none", "-o", "run.ndjson"], timeoutSeconds: 120);
        var file = RunFile.Read(folder.File("run.ndjson"));
        Assert.True(file.HasSummary, run.ToString());
        Assert.Equal(0, file.Summary.Line.GetProperty("totals").GetProperty("failed").GetInt64());
        return file.Summary.Line.GetProperty("server");
    }

    private static void Within(double truth, double measured, string what) =>
        Assert.True(Math.Abs(measured - truth) <= Math.Max(LeastMs, truth * Share), string.Create(CultureInfo.InvariantCulture, $"{what}: {measured:0.000} ms, in truth {truth:0.000}"));

    private static double Mean(JsonElement[] courses, string from, string to) =>
        courses.Average(course => course.GetProperty(to).GetDouble() - course.GetProperty(from).GetDouble()) / 1_000;

    private static double Ms(JsonElement parts, string key) => parts.GetProperty(key).GetDouble();

    private static double Part(JsonElement parts, string key) => parts.GetProperty(key) is { ValueKind: JsonValueKind.Number } value ? value.GetDouble() : 0;
}
