namespace VllmStream.Profiling.Reporting.Html.Reading;

/// <summary>One failed request, as an example of its outcome.</summary>
/// <param name="Id">Number in the plan.</param>
/// <param name="EndedMs">When it ended, milliseconds since run start; null = not known.</param>
/// <param name="HttpStatus">Status; null when no response head came.</param>
/// <param name="Kind">What went wrong, in a stable word.</param>
/// <param name="Message">What the server or the system said, as the file has it; null when nothing.</param>
internal sealed record FailureCase(long Id, double? EndedMs, int? HttpStatus, string? Kind, string? Message);
