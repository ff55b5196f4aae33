using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>How the tokens of a synthetic prompt are written. Immutable.</summary>
public sealed class TokenSpelling
{
    // Below are bytes and special tokens; no vocabulary of today's models ends before 30,000.
    private const int FirstId = 1000;
    private const int IdCount = 20_000;

    private readonly int _longest;

    private TokenSpelling(IReadOnlyList<byte[]> tokens, char separator, string open, string close)
    {
        (Tokens, Separator, Open, Close) = (tokens, (byte)separator, Encoding.UTF8.GetBytes(open), Encoding.UTF8.GetBytes(close));
        _longest = tokens.Max(token => token.Length) + 1;
        AlikeTokens = [.. tokens.GroupBy(token => token.Length).MaxBy(group => group.Count())!];
    }

    /// <summary>Common English words, each of one token in the vocabularies of today's models: the length is close without a tokenizer.</summary>
    public static TokenSpelling Words { get; } = new([..
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
        + "technology step baby computer type attention film tree source organization hair look evening").Split(' ').Select(Encoding.UTF8.GetBytes)], ' ', "", "");

    /// <summary>Token ids as a JSON array, which completions take for a prompt: the length is exact whatever the vocabulary.</summary>
    public static TokenSpelling Ids { get; } =
        new([.. Enumerable.Range(FirstId, IdCount).Select(id => Encoding.UTF8.GetBytes(id.ToString(CultureInfo.InvariantCulture)))], ',', "[", "]") { IsJson = true };

    /// <summary>True when what is written is JSON by itself and no text.</summary>
    public bool IsJson { get; private init; }

    /// <summary>What is drawn from, as UTF-8.</summary>
    internal IReadOnlyList<byte[]> Tokens { get; }

    /// <summary>Those of the most common length.</summary>
    internal IReadOnlyList<byte[]> AlikeTokens { get; }

    /// <summary>Between two of them.</summary>
    internal byte Separator { get; }

    /// <summary>In front of the first.</summary>
    internal byte[] Open { get; }

    /// <summary>Behind the last.</summary>
    internal byte[] Close { get; }

    /// <summary>Most bytes of a prompt of so many tokens: 260 MB for the most there can be, which one array holds.</summary>
    internal int MaxBytesOf(int tokens) => checked(Open.Length + Close.Length + tokens * _longest);
}
