using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>A command line split up: which command, with which options and words.</summary>
/// <param name="Command">The command; null = none was named.</param>
/// <param name="Options">Its options, flags that stand for others replaced by those.</param>
/// <param name="Words">What is no option: URL, files, a word to explain.</param>
/// <param name="WantsHelp">True if help was asked for: then nothing else was looked at.</param>
/// <param name="WantsVersion">True if the version was asked for.</param>
internal sealed record CommandRequest(
    CommandDefinition? Command, OptionValues Options, IReadOnlyList<string> Words, bool WantsHelp = false, bool WantsVersion = false);
