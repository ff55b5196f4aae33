using System.Collections.Concurrent;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Load;

/// <summary>Runners between two requests. Any thread.</summary>
internal sealed class RunnerPool(RunnerContext context, Action<RequestRunner> configure) : IDisposable
{
    private readonly ConcurrentBag<RequestRunner> _idle = [];

    public RequestRunner Take()
    {
        if (_idle.TryTake(out var runner))
            return runner;
        runner = new RequestRunner(context);
        configure(runner);
        return runner;
    }

    public void Return(RequestRunner runner) => _idle.Add(runner);

    public void Dispose()
    {
        while (_idle.TryTake(out var runner))
            runner.Dispose();
    }
}
