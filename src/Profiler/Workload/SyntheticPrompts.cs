using System.Text;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload;

/// <summary>Prompts of about a given number of tokens, as a pure function of seed and request number. Immutable; any thread.</summary>
/// <remarks>
/// Common English words of one token each in the vocabularies of today's models, so the length is close without a tokenizer;
/// the server's own count is what is reported. Every prompt begins with words of its own, so no prefix cache can answer it.
/// </remarks>
public sealed class SyntheticPrompts(LengthSpec length, long seed) : IPromptSource
{
    private const int LengthPurpose = 11;
    private const int TextPurpose = 12;

    private static readonly byte[][] Words = [.. 
        ("time year people way day man thing woman life child world school state family student group country problem hand part "
        + "place case week company system program question work government number night point home water room mother area money "
        + "story fact month lot right study book eye job word business issue side kind head house service friend father power "
        + "hour game line end member law car city community name president team minute idea kid body information back parent face "
        + "others level office door health person art war history party result change morning reason research girl guy moment air "
        + "teacher force education foot boy age policy music market sense nation plan college interest death experience effect use "
        + "class control field development role effort rate heart drug show leader light voice wife price report decision son view "
        + "relationship town road arm difference value building action season society tax director position player record paper "
        + "space ground form event matter center couple site project activity star table need court oil situation cost industry "
        + "figure street image phone data picture practice piece land product doctor wall news test movie north love support "
        + "technology step baby computer type attention film tree source organization hair look evening").Split(' ').Select(Encoding.UTF8.GetBytes)];

    // Each word with the blank in front of it.
    private static readonly int LongestWord = Words.Max(word => word.Length) + 1;

    /// <summary>Tokens asked for in the prompt of request <paramref name="k"/>.</summary>
    public int LengthOf(long k) => Draw(length, seed, k, LengthPurpose);

    /// <summary>The prompt of request <paramref name="k"/>; never empty.</summary>
    public PromptText TextOf(long k) => new(this, k);

    /// <inheritdoc/>
    public int MaxBytesOf(long number) => LengthOf(number) * LongestWord;

    /// <inheritdoc/>
    public int Write(long number, Span<byte> utf8)
    {
        var count = LengthOf(number);
        var draws = new Draws(seed, number, TextPurpose);
        var written = 0;
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                utf8[written++] = (byte)' ';
            var word = Words[draws.NextInt(Words.Length)];
            word.CopyTo(utf8[written..]);
            written += word.Length;
        }
        return written;
    }

    /// <summary>A length drawn from a specification, rounded, at least 1.</summary>
    public static int Draw(LengthSpec spec, long seed, long k, int purpose)
    {
        var draws = new Draws(seed, k, purpose);
        if (spec.Law == LengthLaw.Uniform)
            return spec.Least + draws.NextInt(spec.Most - spec.Least + 1);
        if (spec.StandardDeviation <= 0)
            return Math.Max(1, spec.Mean);
        if (spec.Law == LengthLaw.Lognormal)
        {
            // Mean and deviation of the length itself, not of its logarithm.
            var variance = Math.Log(1 + Math.Pow(spec.StandardDeviation / spec.Mean, 2));
            return Clamped(spec.Mean * Math.Exp(draws.NextNormal() * Math.Sqrt(variance) - variance / 2));
        }
        return Clamped(spec.Mean + spec.StandardDeviation * draws.NextNormal());
    }

    private static int Clamped(double length) => (int)Math.Clamp(Math.Round(length), 1, int.MaxValue);
}
