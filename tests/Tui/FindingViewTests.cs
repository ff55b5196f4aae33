using System.Text;
using VllmStream.Profiling;
using VllmStream.Profiling.Output;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Keys;
using VllmStream.Tui.State;
using VllmStream.Tui.Views;

namespace VllmStream.Tests.Tui;

/// <summary>What the numbers of a run say, on the screen once it is over.</summary>
public sealed class FindingViewTests
{
    public static TheoryData<string, int, int> Cases { get; } = MakeCases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void View_of_a_run_that_is_over_is_as_it_was(string view, int columns, int rows)
    {
        var text = new StringBuilder();
        foreach (var (name, data) in FindingModels.All)
            text.Append(name).Append('\n').Append(ViewTests.Draw(data, StateOf(view), columns, rows).ToText());
        Repository.ShouldMatchGolden($"over-{view}-{columns}x{rows}.txt", text.ToString());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sentences_of_any_length_fit_and_are_ascii_where_that_is_wanted(string view, int columns, int rows)
    {
        foreach (var data in FindingModels.All.Values)
        {
            Assert.All(ViewTests.Draw(data, StateOf(view), columns, rows, Glyphs.Ascii).ToText(), c => Assert.True(c is '\n' or (>= ' ' and <= '~'), $"U+{(int)c:X4}"));
            Assert.All(ViewTests.Draw(data, StateOf(view), columns, rows).ToText().TrimEnd('\n').Split('\n'), line =>
            {
                Assert.InRange(TextWidth.Of(line), 0, columns);
                Assert.DoesNotContain(line, char.IsControl);
            });
        }
    }

    [Theory]
    [InlineData(60, 20)]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void Worst_is_on_the_overview_of_every_size_and_of_a_report_too(int columns, int rows)
    {
        foreach (var data in new[] { FindingModels.Several, FindingModels.Several with { Status = null }, FindingModels.Over(FindingModels.Several.Summary!.Findings, RunState.Stopped) })
            Assert.Contains("this client was the limit, not the", ViewTests.Draw(data, new ScreenState(), columns, rows).ToText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60, 20)]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void Nothing_is_said_while_the_run_goes(int columns, int rows)
    {
        foreach (var state in (RunState[])[RunState.Warmup, RunState.Running, RunState.Draining])
        {
            var data = FindingModels.Over(FindingModels.Several.Summary!.Findings, state);
            Assert.DoesNotContain("finding", ViewTests.Draw(data, new ScreenState(), columns, rows).ToText(), StringComparison.Ordinal);
            Assert.Null(KeyTable.Find("f", new ScreenModel(data, new ScreenState())));
        }
    }

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void Run_without_findings_has_no_box_for_them(int columns, int rows) =>
        Assert.DoesNotContain("finding", ViewTests.Draw(FindingModels.None, new ScreenState(), columns, rows).ToText(), StringComparison.Ordinal);

    [Theory]
    [InlineData(80, 24)]
    [InlineData(120, 40)]
    [InlineData(200, 50)]
    public void All_of_them_are_read_whole_by_walking_down(int columns, int rows)
    {
        var state = new ScreenState { View = ViewId.Server };
        Press("f", state, columns);
        var all = new StringBuilder();
        for (var i = 0; i < 80; i++)
        {
            all.Append(ViewTests.Draw(FindingModels.Several, state, columns, rows).ToText());
            Press("Down", state, columns);
        }
        Assert.DoesNotContain("Down for more", ViewTests.Draw(FindingModels.Several, state, columns, rows).ToText(), StringComparison.Ordinal);
        // Whatever is broken over lines is whole again with the frame and the indents taken away.
        var words = string.Join(' ', all.ToString().Split([' ', '\n', '│'], StringSplitOptions.RemoveEmptyEntries));
        foreach (var finding in FindingModels.Several.Summary!.Findings)
        {
            Assert.Contains(finding.Text, words, StringComparison.Ordinal);
            Assert.Contains(finding.Advice ?? finding.Text, words, StringComparison.Ordinal);
            Assert.All(finding.Evidence ?? new Dictionary<string, double>(), number => Assert.Contains($"{number.Key} {Figure.Amount(number.Value)}", words, StringComparison.Ordinal));
        }
        Press("Esc", state, columns);
        Assert.Equal((OverlayKind.None, ViewId.Server), (state.Overlay, state.View));
    }

    [Theory]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(200)]
    public void Panel_of_findings_is_reached_opened_and_clicked(int columns)
    {
        var state = new ScreenState();
        var model = new ScreenModel(FindingModels.Several, state);
        var opened = new List<OverlayKind>();
        for (var panel = 0; panel < OverviewView.PanelsFor(model, columns); panel++)
        {
            Press("Tab", state, columns);
            Press("Enter", state, columns);
            opened.Add(state.Overlay);
            (state.View, state.Overlay) = (ViewId.Overview, OverlayKind.None);
        }
        Assert.Single(opened, OverlayKind.Findings);

        var canvas = ViewTests.Draw(FindingModels.Several, state, columns, 50);
        var row = canvas.ToText().Split('\n').ToList().FindIndex(line => line.Contains("this client was the limit", StringComparison.Ordinal));
        Controller.Click(canvas.SpotAt(row, 10)!.Value, isDouble: true, model, columns);
        Assert.Equal(OverlayKind.Findings, state.Overlay);
    }

    private static void Press(string key, ScreenState state, int columns) => Controller.Press(key, new ScreenModel(FindingModels.Several, state), columns);

    private static ScreenState StateOf(string view) => view == "findings" ? new ScreenState { Overlay = OverlayKind.Findings } : new ScreenState();

    private static TheoryData<string, int, int> MakeCases()
    {
        var cases = new TheoryData<string, int, int>();
        foreach (var view in (string[])["overview", "findings"])
        {
            foreach (var (columns, rows) in ((int, int)[])[(60, 20), (80, 24), (120, 40), (200, 50)])
                cases.Add(view, columns, rows);
        }
        return cases;
    }
}
