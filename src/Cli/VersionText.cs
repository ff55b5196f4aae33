using System.Reflection;
using VllmStream.Cli.Arguments;

namespace VllmStream.Cli;

/// <summary>The version of this program.</summary>
internal static class VersionText
{
    /// <summary>The number, without the commit that the SDK appends.</summary>
    internal static string Number { get; } =
        (typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0").Split('+')[0];

    /// <summary>Name and number.</summary>
    internal static string Line => $"{CommandTable.Program} {Number}";
}
