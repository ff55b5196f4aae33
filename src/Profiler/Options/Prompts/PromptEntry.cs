namespace VllmStream.Profiling.Options.Prompts;

/// <summary>One prompt of a file.</summary>
/// <param name="Text">Its text: of a conversation the last user message.</param>
/// <param name="Messages">The whole conversation as a JSON array, where the file has one; null = the text is all there is.</param>
/// <param name="OutputTokens">max_tokens that the file asks for; null = the options say.</param>
public sealed record PromptEntry(string Text, string? Messages, int? OutputTokens);
