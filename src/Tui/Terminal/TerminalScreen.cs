using System.Globalization;
using Terminal.Gui.App;
using Terminal.Gui.Input;
using Terminal.Gui.Views;
using VllmStream.Profiling.Metrics;
using VllmStream.Tui.Drawing;
using VllmStream.Tui.Keys;
using VllmStream.Tui.State;
using VllmStream.Tui.Views;

namespace VllmStream.Tui.Terminal;

/// <summary>The screen on a terminal: four times a second the newest figures, and keys in between. Of one thread.</summary>
internal sealed class TerminalScreen : IDisposable
{
    /// <summary>How often figures are drawn.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    // What a notch of the wheel moves in most terminals.
    private const int WheelRows = 3;

    private readonly IScreenSource _source;
    private readonly IApplication _app;
    private readonly Canvas _canvas;
    private readonly CanvasView _view;
    private readonly Runnable _window = new();
    private readonly ScreenState _state = new();
    private ScreenData _data;
    private LiveTimeline? _timeline;

    /// <summary>Takes an application that is initialised.</summary>
    public TerminalScreen(IApplication app, IScreenSource source, ScreenOptions options)
    {
        (_app, _source, _data) = (app, source, source.Read());
        _canvas = new Canvas(0, 0, options.Ascii ? Glyphs.Ascii : Glyphs.Blocks);
        _view = new CanvasView(_canvas, new InkColors(options.Color));
        _window.Add(_view);
        _app.Keyboard.KeyDown += OnKey;
        _app.Mouse.MouseEvent += OnMouse;
    }

    /// <summary>The window to run.</summary>
    public Runnable Window => _window;

    /// <summary>The choices of the person.</summary>
    public ScreenState State => _state;

    /// <summary>True once the person has left.</summary>
    public bool HasLeft { get; private set; }

    /// <summary>The last screen as text, for a person who wants to keep it; null for others.</summary>
    public string? Kept { get; private set; }

    /// <summary>Takes the newest figures and draws.</summary>
    /// <returns>True while there is something to show.</returns>
    public bool Refresh()
    {
        if (!_state.IsFrozen)
            _data = _source.Read();
        Draw();
        return !HasLeft;
    }

    /// <summary>Leaves.</summary>
    public void Leave()
    {
        HasLeft = true;
        _app.RequestStop(_window);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _app.Keyboard.KeyDown -= OnKey;
        _app.Mouse.MouseEvent -= OnMouse;
        _window.Dispose();
    }

    private void OnKey(object? sender, Key key)
    {
        // Nothing but ours: the toolkit's own keys would leave with Esc.
        key.Handled = true;
        if (KeyName.Of(key) is not { } name)
            return;
        Do(Controller.Press(name, new ScreenModel(_data, _state), _canvas.Columns));
    }

    private void OnMouse(object? sender, Mouse mouse)
    {
        mouse.Handled = true;
        if (mouse.IsWheel)
        {
            for (var i = 0; i < WheelRows; i++)
                Controller.Press(mouse.Flags.HasFlag(MouseFlags.WheeledUp) ? "Up" : "Down", new ScreenModel(_data, _state), _canvas.Columns);
            Draw();
            return;
        }
        var isDouble = mouse.Flags.HasFlag(MouseFlags.LeftButtonDoubleClicked);
        if ((isDouble || mouse.Flags.HasFlag(MouseFlags.LeftButtonClicked)) && _canvas.SpotAt(mouse.ScreenPosition.Y, mouse.ScreenPosition.X) is { } spot)
            Do(Controller.Click(spot, isDouble, new ScreenModel(_data, _state), _canvas.Columns));
    }

    private void Do(Effect effect)
    {
        switch (effect)
        {
            case Effect.LeaveKeeping:
                Kept = _canvas.ToText();
                Leave();
                return;
            case Effect.Leave:
                Leave();
                return;
            case Effect.End:
                _source.EndRun();
                _data = _source.Read();
                break;
            case Effect.RetryNow:
                _source.RetryNow();
                break;
            case Effect.More or Effect.Less:
                _state.Notice = _source.ChangeLoad(effect == Effect.More ? 1 : -1) ?? "the load changes";
                break;
            case Effect.NewWindow:
                _state.Notice = _source.NewWindow() ?? "a new window has begun";
                break;
            case Effect.ChangeTarget:
                _state.Notice = _source.ChangeTarget(_state.Typed);
                break;
            case Effect.ChooseRun:
                _state.RunFiles = _source.RunFiles();
                Typing.Begin(_state, DraftKind.RunFile, _state.RunFiles.Count > 0 ? _state.RunFiles[0] : "");
                break;
            case Effect.OpenRun:
                _state.Notice = _source.OpenRun(_state.Typed);
                (_state.SideA, _state.SideB, _data) = (null, null, _source.Read());
                break;
            case Effect.Export:
                _state.Notice = Export();
                break;
        }
        Draw();
    }

    private void Draw()
    {
        var size = _app.Screen.Size;
        if (size.Height != _canvas.Rows || size.Width != _canvas.Columns)
        {
            _canvas.Resize(size.Height, size.Width);
            _view.Forget();
        }
        ScreenPainter.Draw(_canvas, new ScreenModel(_data, _state) { Timeline = ReadTimeline() });
        _view.SetNeedsDraw();
    }

    // Frozen it stays as it was, as everything does.
    private LiveTimeline? ReadTimeline()
    {
        if (_state.Overlay != OverlayKind.Timeline || _state.OpenRequest is not { } id)
            _timeline = null;
        else if (!_state.IsFrozen || _timeline?.Request.Id != id)
            _timeline = _source.Timeline(id);
        return _timeline;
    }

    private string Export()
    {
        var file = string.Create(CultureInfo.InvariantCulture, $"vllmstream-{DateTimeOffset.UtcNow:HHmmss}.txt");
        try
        {
            File.WriteAllText(file, _canvas.ToText());
            return $"written to {file}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"{file} cannot be written: {e.Message}";
        }
    }
}
