namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>
/// One call of send: the step it belongs to, when it was made and when it had returned (the bytes left in between), and how many body
/// bytes of the step are out after it.
/// </summary>
internal readonly record struct SendMark(int Step, long Ticks, long ReturnedTicks, int StepBytes)
{
    public const int Head = -1;
    public const int End = -2;
}
