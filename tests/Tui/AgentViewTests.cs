using System.Text;
using VllmStream.Profiling;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Agents;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Keys;
using VllmStream.Tui.State;
using VllmStream.Tui.Views.Lines;

namespace VllmStream.Tests.Tui;

/// <summary>What is shown of a run that is spread over agents, and what is not known of it.</summary>
public sealed class AgentViewTests
{
    private static readonly (int Columns, int Rows)[] Sizes = [(60, 20), (80, 24), (120, 40), (200, 50)];

    public static TheoryData<string, int, int> Cases { get; } = MakeCases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void View_of_a_run_of_agents_is_as_it_was(string view, int columns, int rows)
    {
        var text = new StringBuilder();
        foreach (var (name, data) in AgentModels.All)
            text.Append(name).Append('\n').Append(Draw(data, StateOf(view), columns, rows));
        Repository.ShouldMatchGolden($"spread-{view}-{columns}x{rows}.txt", text.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Names_and_reasons_of_any_length_fit_and_are_ascii_where_that_is_wanted(string view, int columns, int rows)
    {
        foreach (var data in AgentModels.All.Values)
        {
            Assert.All(ViewTests.Draw(data, StateOf(view), columns, rows, Glyphs.Ascii).ToText(), c => Assert.True(c is '\n' or (>= ' ' and <= '~'), $"U+{(int)c:X4}"));
            var lines = Draw(data, StateOf(view), columns, rows).TrimEnd('\n').Split('\n');
            Assert.True(lines.Length <= rows);
            Assert.All(lines, line =>
            {
                Assert.InRange(TextWidth.Of(line), 0, columns);
                Assert.DoesNotContain(line, char.IsControl);
            });
        }
    }

    [Fact]
    public void Ninth_view_and_its_key_are_there_only_for_a_run_of_agents()
    {
        var state = new ScreenState();
        Controller.Press("9", new ScreenModel(Models.Small, state), 80);
        Assert.Equal(ViewId.Overview, state.View);
        Assert.DoesNotContain("9 Agents", Draw(Models.Small, state, 200, 50), StringComparison.Ordinal);
        Controller.Press("9", new ScreenModel(AgentModels.Small, state), 80);
        Assert.Equal(ViewId.Agents, state.View);
        foreach (var (columns, rows) in Sizes.Skip(1))
            Assert.Contains("[9 Agents]", Draw(AgentModels.Small, state, columns, rows), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, TimeWindow.Whole, "whole")]
    [InlineData(80, TimeWindow.Last10, "last 10 s")]
    [InlineData(92, TimeWindow.Last60, "last 60 s")]
    public void Line_of_nine_views_has_room_for_the_part_of_the_run(int columns, object window, string words)
    {
        var line = Draw(AgentModels.Small, new ScreenState { View = ViewId.Agents, Window = (TimeWindow)window }, columns, 24).Split('\n')[2];
        Assert.Matches($@"\[9 Agents\] +{words}$", line);
    }

    [Fact]
    public void View_is_opened_by_a_click_on_its_name()
    {
        var state = new ScreenState();
        var canvas = ViewTests.Draw(AgentModels.Small, state, 80, 24);
        var column = canvas.ToText().Split('\n')[2].IndexOf("9 Agents", StringComparison.Ordinal);
        Controller.Click(canvas.SpotAt(2, column + 2)!.Value, isDouble: false, new ScreenModel(AgentModels.Small, state), 80);
        Assert.Equal(ViewId.Agents, state.View);
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void Every_one_of_a_thousand_is_reached_and_its_share_is_told(int columns, int rows)
    {
        var state = new ScreenState { View = ViewId.Agents };
        var model = new ScreenModel(AgentModels.Huge, state);
        Assert.Equal([250, 500, 750, 1_000, 2, 252], model.Agents.Take(6).Select(agent => agent.Share));
        Assert.Contains("share 250 of 1000", Draw(AgentModels.Huge, state, columns, rows), StringComparison.Ordinal);
        for (var page = 0; page < 102; page++)
            Controller.Press("PgDn", model, columns);
        var last = Draw(AgentModels.Huge, state, columns, rows);
        Assert.Equal(999, state.Row);
        Assert.Contains("share 999 of 1000", last, StringComparison.Ordinal);
        Controller.Press("Up", model, columns);
        Assert.Contains("share 998 of 1000", Draw(AgentModels.Huge, state, columns, rows), StringComparison.Ordinal);
    }

    [Fact]
    public void Sums_are_of_counts_and_rates_of_those_that_are_heard()
    {
        var sums = AgentSum.ByRegion(AgentModels.Small.Agents);
        Assert.Equal([("eu", 2, 350L, 10L), ("us", 1, 175, 1), ("all", 3, 525, 11)], sums.Select(sum => (sum.Name, sum.Agents, sum.Sent!.Value, sum.Failed!.Value)));
        Assert.Equal(3 * 629, sums[^1].OutputTokensPerS);
        Assert.Null(Assert.Single(AgentSum.ByRegion(AgentModels.Empty.Agents)).Ok);
    }

    [Fact]
    public void Line_of_the_overview_says_how_many_do_what_and_who_is_in_trouble()
    {
        Assert.Contains(" agents 4 of 4 running   eu 3  us 1\n", Draw(AgentModels.Well, new ScreenState(), 80, 24), StringComparison.Ordinal);
        Assert.Contains(" agents 3 of 4 running   a2 (us) LOST: share 2 of 4, and 1 more\n", Draw(AgentModels.Small, new ScreenState(), 80, 24), StringComparison.Ordinal);
        Assert.Contains(" agents 2 of 2 preparing\n", Draw(AgentModels.Empty, new ScreenState(), 80, 24), StringComparison.Ordinal);
        Assert.DoesNotContain("agents", Draw(Models.Small, new ScreenState(), 200, 50), StringComparison.Ordinal);
        Assert.Equal("2 of 4 running, 1 ready", AgentLine.Standing([AgentModels.Agent(1, ""), AgentModels.Agent(2, ""), AgentModels.Agent(3, "") with { Standing = AgentStanding.Ready }, AgentModels.Agent(4, "") with { Standing = AgentStanding.Refused }]));
        Assert.Equal("0 of 1", AgentLine.Standing([AgentModels.Agent(1, "") with { Standing = AgentStanding.Failed }]));
    }

    [Fact]
    public void Trouble_is_told_the_worst_first()
    {
        AgentRow[] rows = [AgentModels.Agent(1, ""), AgentModels.Agent(2, "") with { InvalidReasons = ["x"] }, AgentModels.Agent(3, "") with { Standing = AgentStanding.Refused }, AgentModels.Agent(4, "") with { Standing = AgentStanding.Failed }, AgentModels.Agent(5, "") with { Standing = AgentStanding.Lost }];
        var model = new ScreenModel(Models.Small with { Agents = rows }, new ScreenState());
        Assert.Equal([5, 4, 3, 2, 1], model.Agents.Select(row => row.Share));
        Assert.Equal(["LOST", "FAILED", "REFUSED", "NOT VALID", "running"], model.Agents.Select(row => row.Word));
    }

    [Fact]
    public void Single_requests_are_said_to_be_with_the_agents()
    {
        var screen = Draw(AgentModels.Small, new ScreenState { View = ViewId.Requests }, 80, 24);
        Assert.Contains("single requests are with the agents: in their files, or here by --collect", screen, StringComparison.Ordinal);
        Assert.Contains(" in flight 3 ", screen, StringComparison.Ordinal);
        Assert.Contains(AgentLine.NoRequests, Draw(AgentModels.Small, new ScreenState { View = ViewId.Requests, Filter = "x" }, 80, 24), StringComparison.Ordinal);
        Assert.Contains(AgentLine.NoRequests, Draw(AgentModels.Small, new ScreenState { Overlay = OverlayKind.Timeline, OpenRequest = 3 }, 80, 24), StringComparison.Ordinal);
        Assert.DoesNotContain("with the agents", Draw(Models.Empty, new ScreenState { View = ViewId.Requests }, 80, 24), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_agents_cannot_follow_are_not_offered_and_still_asked_for()
    {
        var (alone, spread) = (Draw(Models.Small, new ScreenState(), 200, 50), Draw(AgentModels.Small, new ScreenState(), 200, 50));
        Assert.Contains("+ more", alone, StringComparison.Ordinal);
        Assert.DoesNotContain("+ more", spread, StringComparison.Ordinal);
        Assert.DoesNotContain("new window", spread, StringComparison.Ordinal);
        // Whoever asks is told why not.
        Assert.Equal(Effect.More, Controller.Press("+", new ScreenModel(AgentModels.Small, new ScreenState()), 80));
    }

    [Fact]
    public void Run_of_before_shows_the_agents_of_its_summary()
    {
        var screen = Draw(AgentModels.Before, new ScreenState { View = ViewId.Agents }, 80, 24);
        Assert.Matches(@"a2 +us +2 LOST +80 +2 ", screen);
        Assert.Matches(@"a3 +us +3 NOT VALID ", screen);
        Assert.Matches(@"a1 +eu +1 done +157 +1 +629 +187 +552 ", screen);
        Assert.Contains("agents 2 of 3 done   a2 (us) LOST: share 2 of 3, and 1 more", Draw(AgentModels.Before, new ScreenState(), 80, 24), StringComparison.Ordinal);
    }

    private static string Draw(ScreenData data, ScreenState state, int columns, int rows) => ViewTests.Draw(data, state, columns, rows).ToText();

    private static ScreenState StateOf(string view) => view switch
    {
        "timeline" => new ScreenState { Overlay = OverlayKind.Timeline, View = ViewId.Requests, OpenRequest = 3 },
        _ => new ScreenState { View = Enum.Parse<ViewId>(view, ignoreCase: true), Row = 1 },
    };

    private static TheoryData<string, int, int> MakeCases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var view in (string[])["agents", "overview", "requests", "timeline"])
        {
            foreach (var (columns, rows) in Sizes)
                cases.Add(view, columns, rows);
        }
        return cases;
    }
}
