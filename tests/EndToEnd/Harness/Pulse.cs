namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Lets something run and stand still in turns.</summary>
internal sealed class Pulse : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;

    public Pulse(Action<int> signal, TimeSpan half)
    {
        _thread = new Thread(() =>
        {
            var stopped = false;
            // A process that has ended takes no signal, which ends the turns as well.
            try
            {
                while (!_end.Token.WaitHandle.WaitOne(half))
                {
                    stopped = !stopped;
                    signal(stopped ? VllmstreamProcess.SigStop : VllmstreamProcess.SigCont);
                }
                signal(VllmstreamProcess.SigCont);
            }
            catch (InvalidOperationException)
            {
            }
        });
        _thread.Start();
    }

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
    }
}
