namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>One call of send: the step it belongs to, when it was made, and how many body bytes of the step are out after it.</summary>
internal readonly record struct SendMark(int Step, long Ticks, int StepBytes)
{
    public const int Head = -1;
    public const int End = -2;
}
