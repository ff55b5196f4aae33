using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Running;

/// <summary>Writes several outputs of one result: one that cannot be written is told, and keeps none of the others from being written. One thread.</summary>
internal sealed class OutputFailures(Talk talk)
{
    private OptionException? _last;

    /// <summary>Writes one.</summary>
    internal async Task TryAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (OptionException failed)
        {
            if (_last is { } earlier)
                talk.Error(earlier.Message, earlier.Attempt);
            _last = failed;
        }
    }

    /// <summary>The same of what does not wait.</summary>
    internal Task TryAsync(Action write) => TryAsync(() =>
    {
        write();
        return Task.CompletedTask;
    });

    /// <summary>Ends with what failed last; what failed before it has been told.</summary>
    /// <exception cref="OptionException">One could not be written.</exception>
    internal void Throw()
    {
        if (_last is { } failed)
            throw failed;
    }
}
