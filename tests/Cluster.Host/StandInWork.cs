using System.Globalization;
using System.Text;
using VllmStream.Cluster.Agents;
using VllmStream.Profiling.Clock;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.ClusterHost;

/// <summary>Stands in for the engine: its command line is a target and then name=value, its result says in text what it was told and did.</summary>
/// <remarks>length_ms, every_ms: reports until then. result_bytes pads the result. records writes a file. refuse, fail say so.</remarks>
public sealed class StandInWork : IAgentWork
{
    /// <inheritdoc/>
    public IReadOnlyList<TargetUrl> TargetsOf(AgentAssignment assignment) =>
        TargetText.TryParse(assignment.Args[0], out var address, out var problem) ? [address.Url] : throw new OptionException($"{assignment.Args[0]} {problem}");

    /// <inheritdoc/>
    public Task<PreparedShare> PrepareAsync(AgentAssignment assignment, CancellationToken cancellation)
    {
        if (Value(assignment, "refuse") is { } why)
            throw new OptionException(why);
        var files = string.Join(',', assignment.Files.OrderBy(static file => file.Key, StringComparer.Ordinal).Select(static file => $"{file.Key}:{new FileInfo(file.Value).Length}"));
        return Task.FromResult(new PreparedShare(new Share(assignment), Encoding.UTF8.GetBytes($"share={assignment.Share}/{assignment.Shares} files={files} key={assignment.Key?.Reveal() ?? "none"}")));
    }

    private static string? Value(AgentAssignment assignment, string name) =>
        assignment.Args.FirstOrDefault(arg => arg.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static int Number(AgentAssignment assignment, string name, int otherwise) =>
        Value(assignment, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    private sealed class Share(AgentAssignment assignment) : IPreparedWork
    {
        public async Task<AgentResult> RunAsync(long startTicks, Action<ReadOnlyMemory<byte>> onReport, AgentControl control)
        {
            if (Value(assignment, "fail") is { } why)
                throw new InvalidOperationException(why);
            var wait = TimeSpan.FromSeconds(Math.Max(0, Ticks.ToSeconds(startTicks - Ticks.Now)));
            await Task.Delay(wait, control.DrainToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            var late = Ticks.ToMs(Ticks.Now - startTicks);
            var every = TimeSpan.FromMilliseconds(Number(assignment, "every_ms", 100));
            var endTicks = startTicks + Ticks.FromMs(Number(assignment, "length_ms", 1000));
            var reports = 0;
            while (Ticks.Now < endTicks && !control.DrainToken.IsCancellationRequested)
            {
                await Task.Delay(every, control.DrainToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                onReport(Encoding.UTF8.GetBytes($"{assignment.Share}:{++reports}"));
            }

            var added = new List<string>();
            while (control.AddedShares.TryRead(out var share))
                added.Add($"{share.Share}.{share.Part}/{share.Parts}");
            string? records = null;
            if (Value(assignment, "records") is { } file)
                await File.WriteAllTextAsync(records = $"{file}.{assignment.Share}", string.Concat(Enumerable.Repeat("{\"e\":\"request\"}\n", 100_000)));
            var text = $"share={assignment.Share} reports={reports} late_ms={late:0.0} drained={control.DrainToken.IsCancellationRequested} added={string.Join(',', added)} ";
            return new AgentResult(Encoding.UTF8.GetBytes(text.PadRight(Number(assignment, "result_bytes", 0), '.')), records);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
