using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload;

/// <summary>Requests 2p and 2p + 1 are pair p: the same prompt, once streamed and once not. Pure.</summary>
public static class PairPlan
{
    /// <summary>Requests of a pair.</summary>
    public const int Size = 2;

    /// <summary>How many tasks of a plan stay together: whole pairs where there are some.</summary>
    public static int BunchOf(RequestMode mode) => mode == RequestMode.Paired ? Size : 1;

    private const int OrderPurpose = 32;

    /// <summary>The pair of a request.</summary>
    public static long PairOf(long request) => request / Size;

    /// <summary>True when a request is the streamed member of its pair.</summary>
    /// <remarks>
    /// Whoever comes second may find the server warmer or busier. So of two pairs one begins with the stream and the other does
    /// not; which of them is drawn, so that prompts taken in turn do not always meet the same order.
    /// </remarks>
    public static bool IsStreamed(long seed, long request)
    {
        var pair = PairOf(request);
        var drawn = new Draws(seed, pair / 2, OrderPurpose).NextBits() & 1;
        var streamIsFirst = (long)drawn == pair % 2;
        return request % Size == 0 == streamIsFirst;
    }
}
