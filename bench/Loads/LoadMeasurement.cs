using System.Globalization;

namespace VllmStream.Bench.Loads;

/// <summary>Lets one client put one load on a server of its own, and joins what both wrote down.</summary>
internal static class LoadMeasurement
{
    private const int AliveSamples = 20;

    // What a client may take to start, connect, end and write its file.
    private static readonly TimeSpan Allowance = TimeSpan.FromSeconds(90);

    /// <summary>Measures once.</summary>
    public static async Task<LoadFigures> RunAsync(LoadClient client, PacedLoad load, int seconds)
    {
        var file = Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"bench-client-{Environment.ProcessId}.log"));
        using var server = await PacedServer.StartAsync(load.ServerArguments);
        try
        {
            using var process = await client.StartAsync(server.Address, load, seconds, file);
            var sampler = ProcessSampler.Start(process.Id);
            var output = process.Output.ReadToEndAsync();
            await process.WaitAsync(TimeSpan.FromSeconds(load.WarmupSeconds + seconds) + Allowance);
            if (!File.Exists(file))
                throw new BenchException($"{client.Name} wrote nothing: {await output} {process.Errors}");
            var sent = await server.StopAsync();
            var run = client.Read(load, seconds, await output, file);
            return Join(client.Name, sent, run, sampler) with
            {
                ServerLateP99Us = ServerLate(sent, run, load.GapMs * 1000).At(0.99),
                OthersRatio = Others(run, sampler, server.Sampler),
            };
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LoadFigures Join(string client, Dictionary<string, RequestTimes> sent, ClientRun run, ProcessSampler sampler)
    {
        var (first, last) = sampler.Within(run.FromUs, run.ToUs);
        var windowSeconds = (last.AtUs - first.AtUs) / 1e6;
        var cpuUs = last.CpuUs - first.CpuUs;
        var lag = new Distribution("lag");
        var ttftError = new Distribution("TTFT too high by");
        var stamped = 0;
        var notJoined = 0;
        foreach (var (key, ours) in run.Requests)
        {
            if (!sent.TryGetValue(key, out var truth) || ours.EventUs.Length > truth.EventUs.Length || (ours.IsWhole && ours.EventUs.Length != truth.EventUs.Length))
            {
                notJoined++;
                continue;
            }
            for (var i = 0; i < ours.EventUs.Length; i++)
            {
                stamped += ours.EventUs[i] >= first.AtUs && ours.EventUs[i] < last.AtUs ? 1 : 0;
                if (truth.EventUs[i] >= run.FromUs && truth.EventUs[i] < run.ToUs)
                    lag.Add(ours.EventUs[i] - truth.EventUs[i]);
            }
            if (ours.EventUs.Length > 0 && truth.BegunUs >= run.FromUs && truth.BegunUs < run.ToUs)
                ttftError.Add(ours.EventUs[0] - ours.BegunUs - (truth.EventUs[0] - truth.BegunUs));
        }

        var sentInWindow = sent.Values.Sum(request => request.EventUs.Count(us => us >= first.AtUs && us < last.AtUs));
        if (lag.Count == 0 || stamped == 0 || sentInWindow == 0)
            throw new BenchException($"{client}: not one event of its measured window could be joined");
        return new LoadFigures
        {
            Client = client,
            SentPerSecond = sentInWindow / windowSeconds,
            StampedPerSecond = stamped / windowSeconds,
            CpuUsPerEvent = cpuUs / Math.Min(sentInWindow, stamped),
            CpuRatio = cpuUs / 1e6 / windowSeconds,
            LagP50Us = lag.At(0.5),
            LagP99Us = lag.At(0.99),
            LagP999Us = lag.At(0.999),
            LagMinUs = lag.At(0),
            TtftErrorP50Us = ttftError.At(0.5),
            TtftErrorP99Us = ttftError.At(0.99),
            FirstTokens = ttftError.Count,
            Alive = Alive(sent, run),
            Failed = run.Failed,
            PeakMb = sampler.PeakKib / 1024.0,
            NotJoined = notJoined,
            Remark = run.Remark,
        };
    }

    private static double Others(ClientRun run, ProcessSampler client, ProcessSampler server)
    {
        var (first, last) = client.Within(run.FromUs, run.ToUs);
        var (serverFirst, serverLast) = server.Within(run.FromUs, run.ToUs);
        var serverRatio = (serverLast.CpuUs - serverFirst.CpuUs) / (serverLast.AtUs - serverFirst.AtUs);
        // The machine's figure is made of whole ticks, a process's is exact: a little below nothing is nothing.
        return Math.Max(0, (last.MachineUs - first.MachineUs - (last.CpuUs - first.CpuUs)) / (last.AtUs - first.AtUs) - serverRatio);
    }

    // An event is due a gap after the one before; the most punctual one of an answer tells where that grid lies.
    private static Distribution ServerLate(Dictionary<string, RequestTimes> sent, ClientRun run, double gapUs)
    {
        var late = new Distribution("server late");
        foreach (var times in sent.Values.Select(request => request.EventUs).Where(times => times.Length > 0))
        {
            var grid = double.MaxValue;
            for (var i = 0; i < times.Length; i++)
                grid = Math.Min(grid, times[i] - i * gapUs);
            for (var i = 0; i < times.Length; i++)
            {
                if (times[i] >= run.FromUs && times[i] < run.ToUs)
                    late.Add(times[i] - i * gapUs - grid);
            }
        }
        return late;
    }

    // Between two answers a stream is in nobody's hands for a moment, so the median, not the least.
    private static double Alive(Dictionary<string, RequestTimes> sent, ClientRun run)
    {
        var counts = new double[AliveSamples];
        for (var i = 0; i < counts.Length; i++)
        {
            var at = run.FromUs + (run.ToUs - run.FromUs) * (i + 0.5) / counts.Length;
            counts[i] = sent.Values.Count(request => request.BegunUs <= at && request.EventUs.Length > 0 && request.EventUs[^1] >= at);
        }
        Array.Sort(counts);
        return counts[counts.Length / 2];
    }
}
