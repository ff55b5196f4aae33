using VllmStream.Profiling;
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
        foreach (var data in new[] { Models.Empty, Models.Small, Models.Small with { Status = new RunStatus { State = RunState.Connecting, ElapsedMs = 0 } } })
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
        for (var i = 0; i < KeyTable.All.Count; i++)
        {
            Press("Down");
            ViewTests.Draw(Models.Small, _state, 80, 24);
        }
        var last = ViewTests.Draw(Models.Small, _state, 80, 24).ToText();
        Assert.DoesNotContain("Down for more", last, StringComparison.Ordinal);
        Assert.All(KeyTable.All, binding => Assert.Contains(binding.Text, first + last, StringComparison.Ordinal));
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
            Press($"{(int)view + 1}");
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

    private Effect Press(string key, ScreenData? data = null) => Controller.Press(key, new ScreenModel(data ?? Models.Small, _state), 120);
}
