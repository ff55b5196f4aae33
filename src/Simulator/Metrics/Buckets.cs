namespace VllmStream.Simulation;

/// <summary>vLLM's own bounds of its histograms.</summary>
internal static class Buckets
{
    public static readonly double[] TimeToFirstToken = [.001, .005, .01, .02, .04, .06, .08, .1, .25, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80, 160, 640, 2560];
    public static readonly double[] PerToken = [.01, .025, .05, .075, .1, .15, .2, .3, .4, .5, .75, 1, 2.5, 5, 7.5, 10, 20, 40, 80];
    public static readonly double[] Request = [.3, .5, .8, 1, 1.5, 2, 2.5, 5, 10, 15, 20, 30, 40, 50, 60, 120, 240, 480, 960, 1920, 7680];
    public static readonly double[] IterationTokens = [1, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384];
    public static readonly double[] Choices = [1, 2, 5, 10, 20];

    /// <summary>1, 2, 5, 10, 20, ... up to the most tokens that a request can have.</summary>
    public static double[] Tokens(int most)
    {
        var bounds = new List<double>();
        for (var scale = 1L; ; scale *= 10)
        {
            foreach (var digit in (ReadOnlySpan<long>)[1, 2, 5])
            {
                if (digit * scale > most) return [.. bounds];
                bounds.Add(digit * scale);
            }
        }
    }
}
