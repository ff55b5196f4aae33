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

    /// <summary>Its log of one answer, by the answer's id.</summary>
    public async Task<JsonElement> LogAsync(string id)
    {
        using var client = new HttpClient();
        var text = await client.GetStringAsync($"{Url}/sim/log?request={id}", TestContext.Current.CancellationToken);
        return Parse(text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[1]);
    }

    /// <summary>Its log of every answer so far; times in microseconds.</summary>
    public async Task<IReadOnlyList<JsonElement>> LogAsync()
    {
        using var client = new HttpClient();
        var lines = (await client.GetStringAsync($"{Url}/sim/log")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Skip(1).Select(Parse)];
    }

    /// <summary>That of all answers that go by an id: that of the answer, or the one that the client gave its request.</summary>
    public IReadOnlyList<JsonElement> Logs(string id)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Url}/sim/log?request={id}");
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
