using System.Text;
using VllmStream.Profiling.Metrics.Sweeps;

namespace VllmStream.Profiling.Output.Sweeps;

/// <summary>A sweep as text: table, plot, and what it found; 80 columns, ASCII.</summary>
public static class SweepText
{
    private const int Width = 80;
    private const int Indent = 9;

    /// <summary>The text at the end.</summary>
    /// <param name="result">The result.</param>
    /// <param name="heading">What was done to whom: name and text of each line.</param>
    /// <param name="file">The sweep's own file; null = none.</param>
    public static string Of(SweepResult result, IReadOnlyList<(string Name, string Text)> heading, string? file)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(heading);
        var text = new StringBuilder();
        foreach (var (name, line) in heading)
            Append(text, name, line);
        text.Append('\n');
        foreach (var line in SweepTable.Lines(result))
            text.Append(line.TrimEnd()).Append('\n');
        text.Append('\n');
        var hasPlot = false;
        foreach (var line in SweepPlot.Lines(result))
        {
            text.Append(line).Append('\n');
            hasPlot = true;
        }
        if (hasPlot)
            text.Append('\n');
        foreach (var (name, sentence) in SweepSentences.Of(result))
            Append(text, name, sentence);
        if (file is not null && result.Stages.LastOrDefault(stage => stage.File is not null) is { File: { } last })
            Append(text, "files", $"{file}, and a run file of each stage: vllmstream report {last}");
        return text.ToString();
    }

    /// <summary>One line when a stage is over.</summary>
    public static string OfStage(SweepStage stage, SweepLoad load)
    {
        ArgumentNullException.ThrowIfNull(stage);
        var met = stage.MetRatio is null ? "" : $", {Figure.Share(stage.MetRatio)} of {stage.Requests} good";
        var why = stage.Reason is null ? "" : $"; {stage.Reason}";
        return $"stage {stage.Number,2}  {SweepWords.Level(load, stage.Level)}  {SweepWords.Verdict(stage)}  {Figure.Three(stage.RequestsPerS)} req/s{met}, TTFT p50 {Figure.Three(stage.TtftP50Ms)} p99 {Figure.Three(stage.TtftP99Ms)} ms, in {Figure.Three(stage.MeasuredS)} s{why}";
    }

    // Words are wrapped under the first of them.
    private static void Append(StringBuilder text, string name, string sentence)
    {
        text.Append(name.PadRight(Indent));
        var column = Indent;
        foreach (var word in sentence.Split(' '))
        {
            if (column > Indent && column + 1 + word.Length > Width)
            {
                text.Append('\n').Append(' ', Indent);
                column = Indent;
            }
            if (column > Indent)
            {
                text.Append(' ');
                column++;
            }
            text.Append(word);
            column += word.Length;
        }
        text.Append('\n');
    }
}
