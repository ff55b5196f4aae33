namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>
/// How late this machine wakes a thread just now: a thread naps for a millisecond at a time and notes by how much it overslept.
/// A client on the same machine suffers alike, so readings may be off by that much more before they are wrong.
/// </summary>
internal static class MachineNoise
{
    private const int Slots = 16;
    private const double SlotMs = 1000;

    // The worst of each of the last seconds, oldest overwritten; written by the one thread below, read by tests.
    private static readonly double[] Worst = new double[Slots];

    static MachineNoise() => new Thread(Listen) { IsBackground = true, Name = "machine noise" }.Start();

    /// <summary>The latest wake-up of the last quarter minute, in milliseconds.</summary>
    public static double RecentMs
    {
        get
        {
            lock (Worst)
                return Worst.Max();
        }
    }

    /// <summary>Starts listening, so that the noise of a test's own time is known when it judges.</summary>
    public static void Begin() => _ = RecentMs;

    private static void Listen()
    {
        var start = Monotonic.Now;
        long last = -1;
        while (true)
        {
            var due = Monotonic.Now + Monotonic.FromMs(1);
            Monotonic.SleepUntil(due, CancellationToken.None);
            var late = Monotonic.ToMs(Monotonic.Now - due);
            var second = (long)(Monotonic.ToMs(Monotonic.Now - start) / SlotMs);
            lock (Worst)
            {
                for (var passed = Math.Max(last + 1, second - Slots + 1); passed <= second; passed++)
                    Worst[passed % Slots] = 0;
                last = second;
                Worst[second % Slots] = Math.Max(Worst[second % Slots], late);
            }
        }
    }
}
