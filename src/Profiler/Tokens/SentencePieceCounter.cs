using Microsoft.ML.Tokenizers;

namespace VllmStream.Profiling.Tokens;

/// <summary>Counts by a SentencePiece model: Llama 2, Mistral and their like. One thread at a time.</summary>
internal sealed class SentencePieceCounter(SentencePieceTokenizer tokenizer, string description) : ITokenCounter
{
    /// <inheritdoc/>
    public string Description => description;

    /// <inheritdoc/>
    public int Count(string text, CancellationToken cancel) => tokenizer.CountTokens(text, addBeginningOfSentence: false, addEndOfSentence: false);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
