using System.Text;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Workload;

/// <summary>Prompts of about a given number of tokens, as a pure function of seed and request number. Immutable; any thread.</summary>
/// <remarks>
/// Common English words of one token each in the vocabularies of today's models, so the length is close without a tokenizer;
/// the server's own count is what is reported. Every prompt begins with words of its own, so no prefix cache can answer it.
/// </remarks>
public sealed class SyntheticPrompts(LengthSpec length, long seed)
{
    private const int LengthPurpose = 11;
    private const int TextPurpose = 12;

    private static readonly string[] Words =
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
        + "technology step baby computer type attention film tree source organization hair look evening").Split(' ');

    /// <summary>Tokens asked for in the prompt of request <paramref name="k"/>.</summary>
    public int LengthOf(long k) => Draw(length, seed, k, LengthPurpose);

    /// <summary>The prompt of request <paramref name="k"/>; never empty.</summary>
    public string TextOf(long k)
    {
        var count = LengthOf(k);
        var draws = new Draws(seed, k, TextPurpose);
        var text = new StringBuilder(count * 6);
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(' ');
            text.Append(Words[draws.NextInt(Words.Length)]);
        }
        return text.ToString();
    }

    /// <summary>A length drawn from a specification: normal, rounded, at least 1.</summary>
    public static int Draw(LengthSpec spec, long seed, long k, int purpose)
    {
        if (spec.StandardDeviation <= 0)
            return Math.Max(1, spec.Mean);
        var draws = new Draws(seed, k, purpose);
        return Math.Max(1, (int)Math.Round(spec.Mean + spec.StandardDeviation * draws.NextNormal()));
    }
}
