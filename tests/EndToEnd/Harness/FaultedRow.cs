namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>One row of a table of scripts: what the run says of its request, what the simulator does, and how the run of all rows ended.</summary>
internal sealed record FaultedRow(RequestRow Request, AnswerLog Log, ProcessResult Process);
