using Microsoft.ML.Tokenizers;

namespace VllmStream.Profiling.Tokens;

/// <summary>A SentencePiece model (sentencepiece_model.proto).</summary>
internal static class SentencePieceFile
{
    /// <summary>Loads one.</summary>
    /// <exception cref="Options.OptionException">It is none, or of a kind that would be counted wrongly.</exception>
    public static ITokenCounter Load(string path, byte[] content)
    {
        if (!SentencePieceFacts.TryRead(content, out var facts))
            throw TokenizerFiles.Wrong(path, "is none of tokenizer.json, SentencePiece model, vocab.json and tiktoken file");
        if (facts.UserDefined > 0)
            throw TokenizerFiles.Wrong(path, $"is a SentencePiece model with {facts.UserDefined} user-defined pieces, which are not supported");
        if (facts is { IsBpe: false, IsUnigram: false })
            throw TokenizerFiles.Wrong(path, "is a SentencePiece model of words or characters, which is not supported");
        // The library leaves this table alone in BPE models.
        if (facts is { IsBpe: true, HasCharacterMap: true })
            throw TokenizerFiles.Wrong(path, "is a SentencePiece BPE model that normalises text by a table, which is not supported");
        try
        {
            using var stream = new MemoryStream(content);
            var tokenizer = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false, specialTokens: null);
            return new SentencePieceCounter(tokenizer, TokenizerFiles.Describe(path, $"SentencePiece {(facts.IsBpe ? "BPE" : "unigram")}", facts.Pieces));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or InvalidDataException || e.GetType().Name == "InvalidProtocolBufferException")
        {
            throw TokenizerFiles.Wrong(path, $"is a SentencePiece model that cannot be read: {e.Message}");
        }
    }
}
