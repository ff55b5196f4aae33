namespace VllmStream.Tests.Simulator;

/// <summary>Reads a whole stream in the one framing the simulator writes; anything else fails the test.</summary>
internal static class SseText
{
    private const string Field = "data: ";

    public static IReadOnlyList<string> Events(string text)
    {
        Assert.EndsWith("\n\n", text);
        Assert.DoesNotContain('\r', text);
        var events = text[..^2].Split("\n\n");
        Assert.All(events, item => Assert.StartsWith(Field, item));
        return [.. events.Select(item => item[Field.Length..])];
    }
}
