namespace VllmStream.Profiling.Sweeping;

/// <summary>Ends a stage whose judge has decided, from a thread that nobody waits for: whoever hears a snapshot must not wait.</summary>
internal sealed record StageEnding(ProfilerRun Run, bool GivesUp)
{
    /// <summary>Ends it.</summary>
    public void End()
    {
        try
        {
            if (GivesUp)
                Run.Control.Stop();
            else
                Run.Control.Drain();
        }
        catch (ObjectDisposedException)
        {
            // It was over before.
        }
    }
}
