using System.Collections.Concurrent;
using VllmStream.Profiling.Recording;

namespace VllmStream.Profiling.Load;

/// <summary>Runners between two requests. Any thread.</summary>
internal sealed class RunnerPool(RunnerContext context) : IDisposable
{
    private readonly ConcurrentBag<RequestRunner> _idle = [];

    public RequestRunner Take() => _idle.TryTake(out var runner) ? runner : new RequestRunner(context);

    public void Return(RequestRunner runner) => _idle.Add(runner);

    public void Dispose()
    {
        while (_idle.TryTake(out var runner))
            runner.Dispose();
    }
}
