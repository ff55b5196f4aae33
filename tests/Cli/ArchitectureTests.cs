using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace VllmStream.Tests.Cli;

/// <summary>References point one way; what is not listed here is not allowed.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly Dictionary<string, string[]> AllowedReferences = new(StringComparer.Ordinal)
    {
        ["SseParser"] = [],
        ["Profiler"] = ["SseParser"],
        ["Tui"] = ["Profiler"],
        ["Simulator"] = [],
        ["Cluster"] = ["Profiler"],
        ["Cli"] = ["SseParser", "Profiler", "Tui", "Simulator", "Cluster"],
    };

    // From the ground up: each floor may use those before it.
    private static readonly string[] Floors =
        ["Linux", "Clock", "Options", "Api", "Workload", "Server", "Tokens", "Health", "Transport", "Http", "Recording", "Metrics", "Load", "Findings", "Output", "Probing", "Counting", "Exporting", "Sweeping", "Reporting", "Comparing", "Sharing"];

    public static TheoryData<string> Projects { get; } =
        [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.csproj", SearchOption.AllDirectories).Select(path => Path.GetFileNameWithoutExtension(path))];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_stands_under_it(string project)
    {
        Assert.Contains(project, AllowedReferences.Keys);
        foreach (var reference in Items(project, "ProjectReference"))
            Assert.Contains(Path.GetFileNameWithoutExtension(reference.Replace('\\', '/')), AllowedReferences[project]);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_has_the_packages_of_its_purpose_only(string project)
    {
        var packages = Items(project, "PackageReference").ToArray();
        if (project == "SseParser")
            Assert.Empty(packages);
        Assert.Equal(project == "Tui", packages.Any(package => package.StartsWith("Terminal.Gui", StringComparison.Ordinal)));
        Assert.Equal(project == "Simulator", Items(project, "FrameworkReference").Any() || packages.Any(package => package.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)));
        Assert.Equal(project == "Cluster", packages.Any(package => package.StartsWith("NATS.", StringComparison.Ordinal)));
        Assert.True(project == "Cli" || !packages.Contains("System.CommandLine"), project);
    }

    [Fact]
    public void Profiler_has_no_room_beside_its_floors()
    {
        var rooms = Repository.SourceFiles().Select(RoomOf).OfType<string>().Distinct(StringComparer.Ordinal);
        Assert.All(rooms, room => Assert.Contains(room, Floors));
    }

    [Fact]
    public async Task Profiler_floor_uses_only_those_under_it()
    {
        var wrong = new List<string>();
        foreach (var path in Repository.SourceFiles())
        {
            if (RoomOf(path) is not { } room)
                continue;
            foreach (Match match in UseOfRoom().Matches(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)))
            {
                var used = match.Groups["room"].Value;
                if (used != room && Array.IndexOf(Floors, used) >= Array.IndexOf(Floors, room))
                    wrong.Add($"{room}/{Path.GetFileName(path)} uses {used}");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void Source_file_is_short()
    {
        var lengths = Repository.SourceFiles().Select(path => (path, lines: File.ReadLines(path).Count())).ToArray();
        Assert.DoesNotContain(lengths, file => file.lines > 500);
        Assert.InRange(lengths.Count(file => file.lines <= 300) / (double)lengths.Length, 0.9, 1);
    }

    [Fact]
    public void Source_file_is_named_after_what_it_is_about() =>
        Assert.DoesNotContain(Repository.SourceFiles(), path => VagueName().IsMatch(Path.GetRelativePath(Repository.PathOf("src"), path)));

    // The folder of src/Profiler a file lies in; null for files outside and for those at its top.
    private static string? RoomOf(string path)
    {
        var parts = Path.GetRelativePath(Repository.PathOf("src", "Profiler"), path).Split(Path.DirectorySeparatorChar);
        return parts.Length < 2 || parts[0] == ".." ? null : parts[0];
    }

    private static IEnumerable<string> Items(string project, string kind) =>
        XDocument.Load(Repository.PathOf("src", project, $"{project}.csproj")).Descendants(kind).Select(item => (string)item.Attribute("Include")!);

    // using and full names, and the short form that the common namespace allows: Recording.Outcome, but not context.Recording.Outcome.
    [GeneratedRegex(@"\bProfiling\.(?<room>\w+)|(?<![\w.""])(?<room>Clock|Api|Workload|Server|Tokens|Health|Transport|Http|Recording|Metrics|Load|Findings|Output)\.[A-Z]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UseOfRoom();

    [GeneratedRegex("util|helper|manager|common|misc", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VagueName();
}
