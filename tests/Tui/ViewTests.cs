using System.Text;
using VllmStream.Profiling;
using VllmStream.Profiling.Metrics;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Output;
using VllmStream.Profiling.Probing;
using VllmStream.Profiling.Server;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.State;
using VllmStream.Tui.Views;

namespace VllmStream.Tests.Tui;

/// <summary>Every view at four sizes, of a run without figures, a small one and a huge one.</summary>
public sealed class ViewTests
{
    private static readonly (int Columns, int Rows)[] Sizes = [(60, 20), (80, 24), (120, 40), (200, 50)];

    public static TheoryData<string, int, int> Cases { get; } = MakeCases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void View_is_as_it_was(string view, int columns, int rows)
    {
        var text = new StringBuilder();
        foreach (var (name, data) in Models.All)
            text.Append(name).Append('\n').Append(Draw(data, StateOf(view), columns, rows).ToText());
        Repository.ShouldMatchGolden($"{view}-{columns}x{rows}.txt", text.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void View_in_ascii_has_nothing_else(string view, int columns, int rows)
    {
        foreach (var data in Models.All.Values)
            Assert.All(Draw(data, StateOf(view), columns, rows, Glyphs.Ascii).ToText(), c => Assert.True(c is '\n' or (>= ' ' and <= '~'), $"U+{(int)c:X4}"));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Views_fit_and_hold_no_control_characters(string view, int columns, int rows)
    {
        foreach (var data in Models.All.Values)
        {
            var lines = Draw(data, StateOf(view), columns, rows).ToText().TrimEnd('\n').Split('\n');
            Assert.True(lines.Length <= rows);
            Assert.All(lines, line => Assert.InRange(TextWidth.Of(line), 0, columns));
            Assert.All(lines, line => Assert.DoesNotContain(line, char.IsControl));
        }
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    public void Server_that_is_not_there_is_shown_with_what_was_tried(int columns, int rows)
    {
        var data = Models.Empty with
        {
            Run = null,
            Status = new RunStatus
            {
                State = RunState.Connecting, ElapsedMs = 20_000, NextAttemptInMs = 2_600, GivesUpInMs = 36_000,
                Reach = new ReachStatus("http://127.0.0.1:8000", 4, 12, 1, 2, "connection refused by 127.0.0.1:8000", 1, [
                    new ReachStep(ReachStepKind.Resolve, "literal address", 4), new ReachStep(ReachStepKind.Proxy, "none (loopback)", 4), new ReachStep(ReachStepKind.TcpConnect, "refused", 4),
                    new ReachStep(ReachStepKind.Tls, null, 0), new ReachStep(ReachStepKind.Models, null, 0)]),
            },
        };
        Repository.ShouldMatchGolden($"connecting-{columns}x{rows}.txt", Draw(data, new ScreenState(), columns, rows).ToText());
    }

    [Theory]
    [InlineData(RunState.Probe, "PROBE  one request: first token 210 ms")]
    [InlineData(RunState.Warmup, "WARM-UP  00:07, 41 of 64 requests, not counted")]
    [InlineData(RunState.Running, "RUNNING  01:24/05:00 [")]
    [InlineData(RunState.Draining, "DRAINING  17 in flight, no new sends, cut in 00:22, q gives them up")]
    [InlineData(RunState.Finished, "FINISHED  05:00  q exits with 99: checks 1 of 2 passed")]
    [InlineData(RunState.Stopped, "STOPPED  05:00  q exits with 99")]
    [InlineData(RunState.Failed, "FAILED  q exits with 99: 1 of 2 checks failed")]
    public void First_line_says_where_the_run_is(RunState state, string words)
    {
        var summary = new RunSummary
        {
            Run = Models.Small.Run!,
            Judgement = new Judgement(Verdict.Valid, 99, null, "1 of 2 checks failed"),
            Totals = new RunTotals { Steady = ThroughputFigures.Of(0, 300_000, 300_000, 1, 1, 1, 1) },
            Checks = [Check(pass: true), Check(pass: false)],
        };
        var isOver = state is RunState.Finished or RunState.Stopped or RunState.Failed;
        var data = Models.Small with
        {
            Snapshot = Models.Small.Snapshot with { WarmupRequests = 41 },
            Summary = isOver ? summary : null,
            Status = new RunStatus
            {
                State = state, ElapsedMs = 96_000, MeasuredMs = 84_000, PlannedMs = 300_000, ProgressRatio = 0.28, InFlight = 17, CutInMs = 22_000, WarmupMs = 7_400, WarmupRequests = 64, ProbeFirstTokenMs = 210,
                Summary = isOver ? summary : null,
            },
        };
        Assert.StartsWith($" vllmstream  {words}", Draw(data, new ScreenState(), 100, 30).ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pairs", 80, 24)]
    [InlineData("pairs", 120, 40)]
    [InlineData("modes", 80, 24)]
    [InlineData("modes", 120, 40)]
    [InlineData("other", 80, 24)]
    [InlineData("other", 120, 40)]
    public void Sides_are_held_against_each_other(string what, int columns, int rows)
    {
        var (data, state) = what switch
        {
            "pairs" => (Models.Paired, new ScreenState { View = ViewId.Compare }),
            "modes" => (Models.Paired, new ScreenState { View = ViewId.Compare, SideA = "non-streaming", SideB = "streaming" }),
            _ => (Models.Small with { Other = Models.Other }, new ScreenState { View = ViewId.Compare }),
        };
        Repository.ShouldMatchGolden($"compare-{what}-{columns}x{rows}.txt", Draw(data, state, columns, rows).ToText());
    }

    [Fact]
    public void Mode_that_is_chosen_is_what_every_figure_is_of()
    {
        var screen = Draw(Models.Paired, new ScreenState { Mode = ModeFilter.NonStreaming }, 120, 40).ToText();
        Assert.Contains("mode: non-streaming", screen, StringComparison.Ordinal);
        Assert.Contains(" sent 350 ", screen, StringComparison.Ordinal);
        Assert.DoesNotContain(" sent 700 ", screen, StringComparison.Ordinal);
    }

    [Fact]
    public void Badges_take_the_place_of_the_progress()
    {
        var lost = Models.Small with { Snapshot = Models.Small.Snapshot with { ServerLost = new ServerLost(90_000, null, 48, "refused") } };
        Assert.StartsWith(" vllmstream  RUNNING  01:24/05:00  SERVER LOST 6.00 s, refused x48", Draw(lost, new ScreenState(), 80, 24).ToText(), StringComparison.Ordinal);
        var found = Models.Small with { Snapshot = Models.Small.Snapshot with { ServerLost = new ServerLost(80_000, 86_000, 48, "refused") } };
        Assert.StartsWith(" vllmstream  RUNNING  01:24/05:00  SERVER WAS LOST 6.00 s [", Draw(found, new ScreenState(), 120, 40).ToText(), StringComparison.Ordinal);
        var invalid = Models.Small with { Snapshot = Models.Small.Snapshot with { InvalidReasons = ["send lag p99 48 ms"] } };
        var screen = Draw(invalid, new ScreenState(), 80, 24).ToText();
        Assert.StartsWith(" vllmstream  RUNNING  01:24/05:00  NOT VALID: send lag p99 48 ms", screen, StringComparison.Ordinal);
        Assert.Contains("client NOT VALID", screen, StringComparison.Ordinal);
    }

    private static CheckResult Check(bool pass) => new("ttft p99 < 500", pass, 552, "ms", null, null, "ttft", "p99", ComparisonOperator.Less, 500);

    internal static Canvas Draw(ScreenData data, ScreenState state, int columns, int rows, Glyphs? glyphs = null)
    {
        var canvas = new Canvas(rows, columns, glyphs ?? Glyphs.Blocks);
        ScreenPainter.Draw(canvas, new ScreenModel(data, state));
        return canvas;
    }

    private static ScreenState StateOf(string view) => view switch
    {
        "help" => new ScreenState { Overlay = OverlayKind.Help },
        "definitions" => new ScreenState { Overlay = OverlayKind.Definition, View = ViewId.Itl },
        "timeline" => new ScreenState { Overlay = OverlayKind.Timeline, View = ViewId.Requests, OpenRequest = 3 },
        "series" => new ScreenState { Overlay = OverlayKind.Series },
        "group" => new ScreenState { Group = "chat_long", Window = TimeWindow.Last10 },
        _ => new ScreenState { View = Enum.Parse<ViewId>(view, ignoreCase: true), Row = 1 },
    };

    private static TheoryData<string, int, int> MakeCases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var view in Enum.GetNames<ViewId>().Select(name => name.ToLowerInvariant()).Concat(["help", "definitions", "timeline", "group", "series"]))
        {
            foreach (var (columns, rows) in Sizes)
                cases.Add(view, columns, rows);
        }
        return cases;
    }
}
