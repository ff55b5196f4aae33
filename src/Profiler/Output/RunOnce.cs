using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;

namespace VllmStream.Profiling.Output;

/// <summary>Every run counts once. Pure.</summary>
public static class RunOnce
{
    /// <summary>Refuses files of which two are one run.</summary>
    /// <param name="files">Each with its name.</param>
    /// <exception cref="OptionException">Two are one run: the same id, begun at the same instant.</exception>
    public static void Require(IReadOnlyList<(string Name, RunDescription Run)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        foreach (var same in files.GroupBy(file => (file.Run.Run, file.Run.StartedAt)).Where(same => same.Count() > 1))
        {
            string[] names = [.. same.Select(file => file.Name).Distinct(StringComparer.Ordinal)];
            throw new OptionException(names.Length == 1
                ? $"{names[0]} is named {same.Count()} times, and its requests would count as often; name it once"
                : $"{string.Join(" and ", names)} are one run ({same.Key.Run}), and its requests would count {names.Length} times; name one of them");
        }
    }
}
