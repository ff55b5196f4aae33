using System.Text.Json;
using VllmStream.Cli.Running;
using VllmStream.Cli.SelfTesting;

namespace VllmStream.Cli.Commands;

/// <summary>Measures this machine against the simulator, and says whether its figures can be trusted.</summary>
internal static class SelfTestCommand
{
    /// <summary>Does it; the result is the exit code.</summary>
    internal static async Task<int> ExecuteAsync(ParsedSelfTest parsed)
    {
        var isJsonOnly = parsed.JsonPath == OutputOptions.StandardOutput;
        var talk = new Talk(Console.Error, parsed.Output.Quiet, overwrite: false);
        talk.Line("selftest takes up to a minute; nothing else should run meanwhile");
        if (!isJsonOnly)
            Console.Out.WriteLine(SelfTestText.Heading);
        var result = await SelfTest.RunAsync(parsed.Transport, step =>
        {
            if (!isJsonOnly)
                Console.Out.WriteLine(SelfTestText.Line(step));
        });
        if (!isJsonOnly)
            Console.Out.Write("\n" + SelfTestText.Closing(result));
        if (parsed.JsonPath is { } path)
            await TextOutput.WriteAsync(JsonSerializer.Serialize(result, SelfTestContext.Default.SelfTestResult), path, "--json");
        return result.Reasons.Count == 0 ? ExitCode.Ok : ExitCode.NotValid;
    }
}
