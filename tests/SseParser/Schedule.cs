namespace VllmStream.Tests.SseParser;

/// <summary>Into which reads a body is cut.</summary>
public enum Schedule
{
    Whole,
    EveryCutInTwo,
    ByteByByte,
}
