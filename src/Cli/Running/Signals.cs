using System.Runtime.InteropServices;
using VllmStream.Profiling.Load;

namespace VllmStream.Cli.Running;

/// <summary>Ctrl-C and SIGTERM: the first asks the run to drain, the second to stop; what was measured is written either way.</summary>
internal sealed class Signals : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private int _count;

    internal Signals(RunControl control, Action<string> talk)
    {
        void On(PosixSignalContext context, int exitCode)
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _count) == 1)
            {
                // careful: first the deed; a terminal that is stopped would hold the word for ever.
                control.Drain(exitCode);
                talk("draining: nothing more is sent; once more to leave at once");
            }
            else
            {
                control.Stop(exitCode);
            }
        }

        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => On(context, ExitCode.Interrupted));
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => On(context, ExitCode.Terminated));
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
    }
}
