using BenchmarkDotNet.Running;
using VllmStream.Bench.Accuracy;
using VllmStream.Bench.Allocations;

return args.FirstOrDefault() switch
{
    "accuracy" => await AccuracyCommand.RunAsync(args[1..]),
    "allocations" => await AllocationCommand.RunAsync(),
    _ => Run(args),
};

static int Run(string[] args)
{
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
    return 0;
}
