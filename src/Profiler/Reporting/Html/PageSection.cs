namespace VllmStream.Profiling.Reporting.Html;

/// <summary>One part of a page.</summary>
/// <param name="Id">Where links go.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Write">Draws what is under the heading.</param>
internal sealed record PageSection(string Id, string Title, Action<MarkupWriter, ReportPage> Write);
