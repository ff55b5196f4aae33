namespace VllmStream.Profiling.Recording;

/// <summary>How far an answer has come.</summary>
/// <param name="TokenEvents">Events that carried a generated token.</param>
/// <param name="Events">Events with data.</param>
/// <param name="Reads">Reads that brought body bytes.</param>
/// <param name="Bytes">Body bytes.</param>
/// <param name="LastGapUs">Microseconds between the last two token events; 0 before the second.</param>
/// <param name="MaxGapUs">The largest of these gaps.</param>
/// <param name="MaxGapToken">Number of the token event that ended it, from 1; 0 before the second.</param>
/// <param name="PromptTokens">Prompt tokens by the server; null until it says.</param>
internal readonly record struct AnswerProgress(
    int TokenEvents, int Events, int Reads, long Bytes, int LastGapUs, int MaxGapUs, int MaxGapToken, long? PromptTokens);
