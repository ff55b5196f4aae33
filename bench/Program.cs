using BenchmarkDotNet.Running;
using VllmStream.Bench.Allocations;
using VllmStream.Bench.Ceiling;
using VllmStream.Bench.Clusters;
using VllmStream.Bench.Judging;
using VllmStream.Bench.Peers;

return args.FirstOrDefault() switch
{
    "allocations" => await AllocationCommand.RunAsync(args[1..]),
    "ceiling" => await CeilingCommand.RunAsync(args[1..]),
    "cluster" => await ClusterCommand.RunAsync(args[1..]),
    "judge" => JudgeCommand.Run(args[1..]),
    "peers" => await PeersCommand.RunAsync(args[1..]),
    StandInAgents.Command => await StandInAgents.RunAsync(args[1..]),
    FirehoseClient.Command => await FirehoseClient.RunAsync(args[1..]),
    HttpClientPeer.Command => await HttpClientPeer.RunAsync(args[1..]),
    _ => Run(args),
};

static int Run(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
