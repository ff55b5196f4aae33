using VllmStream.Profiling.Options;

namespace VllmStream.Cli.Arguments;

/// <summary>One command: parser, help and documentation are made from this.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">The word on the command line.</param>
/// <param name="Usage">What follows the word.</param>
/// <param name="Help">What it does, in one line.</param>
/// <param name="Examples">Command lines without the program's name.</param>
internal sealed record CommandDefinition(
    CommandKinds Kind, string Name, string Usage, string Help, IReadOnlyList<string> Examples);
