using VllmStream.Profiling.Options.Scenarios;

namespace VllmStream.Profiling.Options;

/// <summary>What goes together with --mode paired, and what does not.</summary>
internal static class PairedReader
{
    /// <summary>--mode paired; null = it was not given.</summary>
    public static OptionValue? Find(OptionValues values) => values.All("--mode").FirstOrDefault(given => given.Text == "paired");

    /// <summary>Refuses options under which two requests would not be a pair.</summary>
    /// <exception cref="OptionException">One of these was given.</exception>
    public static void RefuseOthers(OptionValues values)
    {
        if (Find(values) is not { } paired)
            return;
        Refuse("--trace", "says what is sent and when, once; give --rate R or --concurrency N");
        Refuse("--stages", "changes the load under the pairs; give one level at a time, --rate R or --concurrency N");
        Refuse("--cancel", "cuts answers, and a pair needs both to their end; leave it out");
        if (values.One("--turns") is { Text: not "1" } turns)
            throw turns.Wrong($"builds each prompt on the answer before, and {paired.Shown} compares answers to the same prompt; leave it out");
        RefuseOdd(values.One("--requests"), "--requests");
        RefuseOdd(values.One("--warmup"), "--warmup");

        void Refuse(string name, string why)
        {
            if (values.One(name) is { } given)
                throw given.Wrong($"does not go with {paired.Shown}: it {why}");
        }

        void RefuseOdd(OptionValue? given, string name)
        {
            if (given is null || !CountText.TryParse(given.Text, 0, long.MaxValue, out var count, out _) || count % 2 == 0)
                return;
            var advice = count == 1 ? $"write {name} 2" : $"write {name} {count - 1} or {count + 1}";
            throw given.Wrong($"is odd, and {paired.Shown} sends requests in twos; {advice}");
        }
    }

    /// <summary>A task of a scenario, asked both ways.</summary>
    /// <exception cref="OptionException">Its answers cannot be compared.</exception>
    public static ScenarioTask PairOf(ScenarioTask task, OptionValue paired)
    {
        if (task.Steps is not [var step])
            throw paired.Wrong($"needs tasks of one request, and {task.Name} has {task.Steps.Count}, of which the later build on earlier answers");
        return EndpointNames.Generates(step.Request.Endpoint)
            ? task with { Steps = ScenarioPairs.Of(step) }
            : throw paired.Wrong($"needs answers that can be asked for both ways, and {task.Name} asks {EndpointNames.NameOf(step.Request.Endpoint, step.Request.EndpointPath)}");
    }
}
