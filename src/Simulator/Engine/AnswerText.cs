using System.Text;

namespace VllmStream.Simulation;

/// <summary>The words of an answer: token k of a sequence depends on its seed and k alone, so nothing is kept per token.</summary>
internal static class AnswerText
{
    /// <summary>The id of end-of-sequence, as in Llama 2.</summary>
    public const int EndOfSequenceId = 2;

    // Word ids start behind the special tokens of common vocabularies.
    private const int FirstWordId = 1000;

    // Each entry is one token with its leading space; none needs escaping in JSON.
    private static readonly byte[][] Words = Split(
        """
        the of and a to in is that for it as with on by at from are this be an or was which but not have
        stream token model water stone river garden window morning light shadow paper letter table bridge
        harbor island lantern market mountain meadow orchard pocket quiet rabbit silver thread valley winter
        yellow basket candle desert engine feather glacier hammer indigo jacket kettle ladder mirror needle
        ocean pebble quarry ribbon saddle timber umbrella velvet willow anchor bottle copper dragon ember
        falcon granite hollow ivory juniper kernel linen marble nectar olive prairie quartz russet sparrow
        tunnel upland violet walnut amber breeze canyon drift echo fable grove haven inlet jasper knoll
        ledge maple north opal pine quill reed slate tide under vine wave acorn birch cedar dune elm fern
        """);

    /// <summary>Token <paramref name="position"/> of a sequence, with its leading space.</summary>
    public static ReadOnlySpan<byte> Token(ulong seed, int position) => Words[Index(seed, position)];

    public static int TokenId(ulong seed, int position) => FirstWordId + Index(seed, position);

    /// <summary>A text of the given number of tokens, for prompts that came as ids only.</summary>
    public static string Passage(ulong seed, int tokens)
    {
        var text = new StringBuilder();
        for (var i = 0; i < tokens; i++) text.Append(Encoding.UTF8.GetString(Token(seed, i)));
        return text.ToString();
    }

    private static int Index(ulong seed, int position) => (int)(SeededRandom.Mix(seed, (ulong)position) % (ulong)Words.Length);

    private static byte[][] Split(string text) =>
        [.. text.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(word => Encoding.UTF8.GetBytes(" " + word))];
}
