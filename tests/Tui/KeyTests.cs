using VllmStream.Profiling;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Keys;
using VllmStream.Tui.State;
using VllmStream.Tui.Views;

namespace VllmStream.Tests.Tui;

public sealed class KeyTests
{
    private readonly ScreenState _state = new();

    [Fact]
    public void No_key_stands_for_two_commands_that_work_at_the_same_time()
    {
        foreach (var data in new[] { Models.Empty, Models.Small, FindingModels.Several, AgentModels.Small, Models.Small with { Status = new RunStatus { State = RunState.Connecting, ElapsedMs = 0 } } })
        {
            foreach (var view in Enum.GetValues<ViewId>())
            {
                var model = new ScreenModel(data, new ScreenState { View = view });
                var keys = KeyTable.All.Where(binding => binding.Works(model)).SelectMany(binding => binding.Keys).ToArray();
                Assert.Equal(keys.Distinct(StringComparer.Ordinal), keys);
            }
        }
    }

    [Fact]
    public void Every_command_has_a_key_and_a_text() =>
        Assert.All(Enum.GetValues<Command>(), command => Assert.NotEmpty(Assert.Single(KeyTable.All, binding => binding.Command == command).Text));

    [Fact]
    public void Texts_of_the_help_fit_the_smallest_screen() =>
        Assert.All(KeyTable.All, binding =>
        {
            Assert.InRange(binding.Text.Length, 1, ScreenPainter.LeastColumns - 4 - HelpView.TextColumn);
            Assert.InRange(string.Join(' ', binding.Keys).Length, 1, HelpView.TextColumn - 1);
        });

    [Fact]
    public void Help_that_does_not_fit_is_walked_through()
    {
        Press("?");
        var first = ViewTests.Draw(Models.Small, _state, 80, 24).ToText();
        Assert.Contains("Down for more", first, StringComparison.Ordinal);
        var (all, last) = (first, first);
        for (var i = 0; i < KeyTable.All.Count; i++)
        {
            Press("Down");
            last = ViewTests.Draw(Models.Small, _state, 80, 24).ToText();
            all += last;
        }
        Assert.DoesNotContain("Down for more", last, StringComparison.Ordinal);
        Assert.All(KeyTable.All, binding => Assert.Contains(binding.Text, all, StringComparison.Ordinal));
    }

    [Fact]
    public void Number_that_is_cut_does_not_look_like_another()
    {
        Press("5");
        Assert.Contains("~000999 ", ViewTests.Draw(Models.Huge, _state, 120, 40).ToText(), StringComparison.Ordinal);
    }

    [Fact]
    public void Digits_open_views()
    {
        foreach (var view in Enum.GetValues<ViewId>())
        {
            Press($"{(int)view + 1}", AgentModels.Small);
            Assert.Equal(view, _state.View);
        }
        Press("Esc");
        Assert.Equal(ViewId.Overview, _state.View);
    }

    [Fact]
    public void Escape_never_ends_a_run() => Assert.All(Enumerable.Repeat("Esc", 5), key => Assert.Equal(Effect.None, Press(key)));

    [Fact]
    public void Quit_ends_a_run_and_leaves_one_that_is_over()
    {
        Assert.Equal(Effect.End, Press("q"));
        Assert.Equal(Effect.End, Press("Ctrl-C"));
        Assert.Equal(Effect.Leave, Press("q", Models.Small with { Status = null }));
    }

    [Fact]
    public void Groups_are_walked_and_end_with_all()
    {
        var seen = new List<string?>();
        for (var i = 0; i < 4; i++)
        {
            Press("g");
            seen.Add(_state.Group);
        }
        Assert.Equal(["chat_short", "chat_long", null, "chat_short"], seen);
        Press("G");
        Assert.Null(_state.Group);
    }

    [Fact]
    public void Filter_is_typed_with_keys_that_do_something_else_otherwise()
    {
        Press("5");
        foreach (var key in (string[])["/", "q", "1", "space", "t", "t", "f", "t", ">", "9", "9", "Backspace"])
            Assert.Equal(Effect.None, Press(key));
        Assert.Equal("q1 ttft>9", _state.Draft);
        Press("Enter");
        Assert.Equal(("q1 ttft>9", null), (_state.Filter, _state.Draft));
        Press("Esc");
        Assert.Equal("", _state.Filter);
    }

    [Fact]
    public void Row_opens_its_timeline_and_arrows_go_to_the_neighbours()
    {
        Press("5");
        Press("Down");
        Press("Enter");
        Assert.Equal((OverlayKind.Timeline, 572L), (_state.Overlay, _state.OpenRequest));
        Press("Right");
        Assert.Equal(8, _state.OpenRequest);
        Press("Left");
        Press("Left");
        Press("Left");
        Assert.Equal(561, _state.OpenRequest);
        Press("Esc");
        Assert.Equal((OverlayKind.None, ViewId.Requests), (_state.Overlay, _state.View));
    }

    [Fact]
    public void Letter_has_its_meaning_by_where_the_run_is()
    {
        Assert.Equal(Effect.RetryNow, Press("r", Models.Small with { Status = new RunStatus { State = RunState.Connecting, ElapsedMs = 0 } }));
        Press("6");
        Assert.Equal(Effect.None, Press("r"));
        Assert.Equal(OverlayKind.RawTail, _state.Overlay);
    }

    [Fact]
    public void Address_is_edited_while_the_server_does_not_answer()
    {
        var waiting = Models.Small with { Status = new RunStatus { State = RunState.Connecting, ElapsedMs = 0 } };
        Press("u", waiting);
        Assert.Equal(Models.Small.Target, _state.Draft);
        Press("Backspace", waiting);
        Press("x", waiting);
        Assert.Equal(Effect.ChangeTarget, Press("Enter", waiting));
        Assert.Equal(Models.Small.Target[..^1] + "x", _state.Typed);
        Assert.Equal(Effect.None, Press("u"));
        Assert.Null(_state.Draft);
    }

    [Fact]
    public void Files_of_runs_are_walked_with_arrows()
    {
        Press("8");
        Assert.Equal(Effect.ChooseRun, Press("o"));
        _state.RunFiles = ["c.ndjson", "b.ndjson", "a.ndjson"];
        Typing.Begin(_state, DraftKind.RunFile, "c.ndjson");
        Press("Up");
        Assert.Equal("a.ndjson", _state.Draft);
        Press("Down");
        Press("Down");
        Assert.Equal(Effect.OpenRun, Press("Enter"));
        Assert.Equal(("b.ndjson", null, ""), (_state.Typed, _state.Draft, _state.Filter));
    }

    [Fact]
    public void Sides_are_walked_each_for_itself()
    {
        Press("8");
        var sides = new List<string?>();
        for (var i = 0; i < 3; i++)
        {
            Press("b");
            sides.Add(_state.SideB);
        }
        Assert.Equal(["this run", "chat_short", "chat_long"], sides);
        Assert.Null(_state.SideA);
    }

    [Fact]
    public void Mode_works_where_there_are_two_and_leaves_the_group()
    {
        Press("m");
        Assert.Equal(ModeFilter.All, _state.Mode);
        Press("g", Models.Paired);
        Press("m", Models.Paired);
        Assert.Equal((ModeFilter.Streaming, null), (_state.Mode, _state.Group));
        Press("m", Models.Paired);
        Press("m", Models.Paired);
        Assert.Equal(ModeFilter.All, _state.Mode);
    }

    [Fact]
    public void Screen_is_kept_only_of_a_run_that_is_over()
    {
        Assert.Equal(Effect.None, Press("Q"));
        Assert.Equal(Effect.LeaveKeeping, Press("Q", Models.Small with { Status = null }));
    }

    [Fact]
    public void Panels_over_time_open_to_one_axis()
    {
        (_state.View, _state.Panel) = (ViewId.Overview, 3);
        Press("Enter");
        Assert.Equal((ViewId.Overview, OverlayKind.Series), (_state.View, _state.Overlay));
        Press("Esc");
        Assert.Equal(OverlayKind.None, _state.Overlay);
    }

    [Fact]
    public void Every_panel_of_the_overview_can_be_clicked_and_opened()
    {
        foreach (var columns in (int[])[80, 120, 200])
        {
            for (var panel = 0; panel < OverviewView.PanelsFor(new ScreenModel(Models.Small, _state), columns); panel++)
            {
                (_state.View, _state.Overlay, _state.Panel) = (ViewId.Overview, OverlayKind.None, 0);
                var canvas = ViewTests.Draw(Models.Small, _state, columns, 50);
                var place = Enumerable.Range(0, 50 * columns).First(cell => canvas.SpotAt(cell / columns, cell % columns) is { Kind: SpotKind.Panel } spot && spot.Index == panel);
                Click(canvas, place / columns, place % columns, isDouble: false);
                Assert.Equal((panel, ViewId.Overview), (_state.Panel, _state.View));
                Click(canvas, place / columns, place % columns, isDouble: true);
                Assert.True(_state.View != ViewId.Overview || _state.Overlay == OverlayKind.Series);
            }
        }
    }

    [Fact]
    public void Click_on_a_name_opens_its_view_and_on_a_row_its_request()
    {
        var canvas = ViewTests.Draw(Models.Small, _state, 120, 40);
        var line = canvas.ToText().Split('\n')[2];
        Click(canvas, 2, line.IndexOf("Requests", StringComparison.Ordinal), isDouble: false);
        Assert.Equal(ViewId.Requests, _state.View);
        canvas = ViewTests.Draw(Models.Small, _state, 120, 40);
        var row = canvas.ToText().Split('\n').ToList().FindIndex(text => text.Contains(" 572 ", StringComparison.Ordinal));
        Click(canvas, row, 20, isDouble: true);
        Assert.Equal((OverlayKind.Timeline, 572L), (_state.Overlay, _state.OpenRequest));
    }

    private void Click(Canvas canvas, int row, int column, bool isDouble) =>
        Controller.Click(canvas.SpotAt(row, column)!.Value, isDouble, new ScreenModel(Models.Small, _state), canvas.Columns);

    private Effect Press(string key, ScreenData? data = null) => Controller.Press(key, new ScreenModel(data ?? Models.Small, _state), 120);
}
