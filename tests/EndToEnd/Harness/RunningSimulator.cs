using System.Globalization;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>The simulator as a server, a process of its own that is gone with this.</summary>
internal sealed class RunningSimulator : IDisposable
{
    private readonly TempFolder _folder = new();

    private RunningSimulator(int port, string[] options)
    {
        Port = port;
        Process = Vllmstream.Start(_folder, ["sim", "--port", port.ToString(CultureInfo.InvariantCulture), .. options]);
    }

    public int Port { get; }

    public VllmstreamProcess Process { get; }

    public string Url => $"http://127.0.0.1:{Port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Starts one and waits until it answers.</summary>
    public static async Task<RunningSimulator> StartAsync(params string[] options)
    {
        var simulator = new RunningSimulator(ScriptedServer.FreePort(), options);
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        for (var due = Monotonic.Now + Monotonic.FromMs(20_000); Monotonic.Now < due && !simulator.Process.HasExited;)
        {
            try
            {
                using var response = await client.GetAsync(simulator.Url + "/health", TestContext.Current.CancellationToken);
                if (response.IsSuccessStatusCode)
                    return simulator;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not up yet.
            }
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
        var said = simulator.Process.StderrSoFar;
        simulator.Dispose();
        throw new Xunit.Sdk.XunitException("the simulator did not come up: " + said);
    }

    /// <summary>Its log, a line for each answer so far; times in microseconds.</summary>
    /// <param name="id">Only of answers that go by this id: that of the answer, or the one that the client gave its request.</param>
    public IReadOnlyList<JsonElement> Logs(string? id = null)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, id is null ? $"{Url}/sim/log" : $"{Url}/sim/log?request={id}");
        using var response = client.Send(request, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(response.Content.ReadAsStream(TestContext.Current.CancellationToken));
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(Parse)];
    }

    private static JsonElement Parse(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }

    public void Dispose()
    {
        Process.Dispose();
        _folder.Dispose();
    }
}
