using System.Globalization;
using System.Text;

namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>
/// The simulator that the tests of a class share: each request carries the fault script that its answer is to follow, in a header, or in
/// its prompt where the requests of a run differ.
/// </summary>
public sealed class FaultSimulator : IAsyncLifetime
{
    private readonly Dictionary<string, Task<Faulted>> _tables = [];
    private RunningSimulator? _simulator;

    internal RunningSimulator Server => _simulator!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await RunningSimulator.StartAsync("-m", "m");
        // The first answer of a process is late by all that has to be compiled for it.
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, _simulator.Url + "/v1/chat/completions");
        request.Headers.Add("X-Sim-Fault", "play(R C(a)@5 tail(1))");
        request.Content = new StringContent("""{"model":"m","messages":[{"role":"user","content":"hi"}],"stream":true}""", Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.EndsWith("[DONE]\n\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var table in _tables.Values)
        {
            await table.ContinueWith(static _ => { }, TaskScheduler.Default);
            if (table.IsCompletedSuccessfully)
                (await table).Dispose();
        }
        _simulator?.Dispose();
    }

    /// <summary>Options of a run whose requests take the scripts in turn.</summary>
    internal static IEnumerable<string> Options(IReadOnlyList<string> scripts) =>
        scripts is [var only] ? ["-H", "X-Sim-Fault: " + only] : scripts.SelectMany(script => new[] { "--prompt", $"[[fault: {script}]]" });

    /// <summary>One request, one script.</summary>
    internal Task<Faulted> OnceAsync(string script, params string[] more) => AllAsync([script], more);

    /// <summary>One request after the other, each with its own script; record number i is that of script number i.</summary>
    internal Task<Faulted> AllAsync(IReadOnlyList<string> scripts, params string[] more) => RunAsync(scripts, ["-c", "1", "-n", Number(scripts.Count), .. more]);

    /// <summary>A run with load options of its own, whose requests take the scripts in turn.</summary>
    internal async Task<Faulted> RunAsync(IReadOnlyList<string> scripts, string[] load, double timeoutSeconds = 40)
    {
        var folder = new TempFolder();
        try
        {
            var process = await Vllmstream.RunAsync(folder, ["run", Server.Url, .. load, .. Options(scripts), .. Play.Quiet], timeoutSeconds);
            return new Faulted(Server, folder, process);
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The row of a table of which each row is a request of its own. They are all sent at once, in one run that the first to ask for a row
    /// begins: most of their time is waiting.
    /// </summary>
    internal async Task<FaultedRow> RowAsync(TheoryData<string> table, Func<string, string> script, string row, params string[] more)
    {
        var rows = table.Select(entry => entry.Data).ToList();
        var scripts = rows.Select(script).ToList();
        var key = string.Join('\n', scripts);
        if (!_tables.TryGetValue(key, out var run))
            _tables.Add(key, run = RunAsync(scripts, ["-c", Number(scripts.Count), "-n", Number(scripts.Count), .. more]));
        var played = await run;
        Assert.Equal(scripts.Count, played.File.Requests.Count);
        var request = played.File.Requests[rows.IndexOf(row)];
        return new FaultedRow(request, played.LogOf(request), played.Process);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
