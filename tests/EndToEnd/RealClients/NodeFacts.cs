using System.Diagnostics;
using System.Text.Json;

namespace VllmStream.Tests.EndToEnd.RealClients;

/// <summary>What the official npm client read from a simulator: one run of <c>npm/facts.mjs</c>, shared by the tests of a class.</summary>
public sealed class NodeFacts : IAsyncLifetime
{
    public const string Model = "sim/llama-8b";

    private const string Key = "key-for-node";

    private readonly TempFolder _folder = new();
    private RunningSimulator? _simulator;
    private JsonElement _facts;
    private string? _missing;

    /// <summary>What it found out about one call; skips the test where the client is not installed.</summary>
    public JsonElement this[string call]
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return _facts.GetProperty(call);
        }
    }

    /// <summary>The simulator's own log of the answer with this id.</summary>
    internal JsonElement LogOf(JsonElement fact) => _simulator!.Logs(fact.GetProperty("id").GetString()!)[0];

    public async ValueTask InitializeAsync()
    {
        var script = RepositoryRoot.File("tests/EndToEnd/RealClients/npm/facts.mjs");
        if (script is null || !Directory.Exists(Path.Combine(Path.GetDirectoryName(script)!, "node_modules", "openai")))
        {
            _missing = "the npm client is not installed (npm ci --prefix tests/EndToEnd/RealClients/npm)";
            return;
        }
        _simulator = await RunningSimulator.StartAsync("--ttft", "20ms", "--itl", "2ms", "--api-key-file", _folder.Write("key", Key));
        var start = new ProcessStartInfo("node") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(_simulator.Url + "/v1");
        start.Environment["OPENAI_API_KEY"] = Key;
        try
        {
            using var node = new VllmstreamProcess(start);
            var result = await node.WaitAsync(60);
            Assert.True(result.ExitCode == 0, result.ToString());
            using var document = JsonDocument.Parse(result.StdoutBytes);
            _facts = document.RootElement.Clone();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            _missing = "node is not installed (Debian: apt-get install nodejs)";
        }
    }

    public ValueTask DisposeAsync()
    {
        _simulator?.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
