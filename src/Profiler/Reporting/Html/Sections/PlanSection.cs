using VllmStream.Profiling.Output;

namespace VllmStream.Profiling.Reporting.Html.Sections;

/// <summary>The effective options, as the file has them: secrets are *** there already.</summary>
internal static class PlanSection
{
    /// <summary>Draws it.</summary>
    public static void Write(MarkupWriter to, ReportPage page)
    {
        if (page.Details is not { } details)
        {
            to.Absent(ReportPage.Merged);
            return;
        }

        var started = details.Started;
        if (started.Options.Count == 0)
            to.Absent("the file names no options");
        else
        {
            to.BeginTable("facts");
            foreach (var (name, value) in started.Options)
                to.Row(name, value ?? "-");
            to.EndTable();
        }

        if (started.Tags.Count > 0)
        {
            to.Element("h3", "Labels");
            to.BeginTable("facts");
            foreach (var (key, value) in started.Tags)
                to.Row(key, value);
            to.EndTable();
        }

        if (details.Notes.Count == 0)
            return;
        to.Element("h3", "Notes of the run");
        to.BeginTable("words-table", "at", "level", "note");
        foreach (var note in details.Notes)
            to.Row($"{Figure.Three(note.TMs / 1_000)} s", note.Level, note.Text);
        to.EndTable();
        if (details.NotesLeftOut > 0)
            to.Absent($"{details.NotesLeftOut} more notes are in the file");
    }
}
