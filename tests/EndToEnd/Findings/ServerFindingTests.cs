namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>Findings that need more of a server than one simulator is: GPUs, a second replica, and groups of requests.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class ServerFindingTests
{
    [Fact]
    [Trait(FindingTests.Trait, "gpu_idle")]
    public async Task Gpu_that_idles_while_requests_are_held_up_is_told_and_a_busy_one_or_a_quick_front_is_not()
    {
        // The head leaves late, the engine was done long before: so does a front end that has too little CPU.
        var runs = await Task.WhenAll(WithGpuAsync("delay(400ms)", 20), WithGpuAsync("delay(400ms)", 60), WithGpuAsync("delay(80ms)", 20));
        runs[0].Says("gpu_idle");
        runs[1].DoesNotSay("gpu_idle");
        runs[2].DoesNotSay("gpu_idle");

        static async Task<FindingRun> WithGpuAsync(string fault, int percent)
        {
            using var programs = new TempFolder();
            NvidiaSmi.Write(programs, $"while :; do echo '0, NVIDIA L4, {percent}, 1024, 2048, 70.5, 60'; sleep 0.3; done");
            using var server = await RunningSimulator.StartAsync("--fault", fault);
            return await FindingRun.AgainstAsync(server.Url, ["-c", "4", "-d", "3s", "--osl", "8"], NvidiaSmi.OnPath(programs));
        }
    }

    [Fact]
    [Trait(FindingTests.Trait, "uneven_replicas")]
    public async Task Replica_that_does_twice_the_work_of_another_is_told_and_one_that_does_as_much_is_not()
    {
        var runs = await Task.WhenAll(BesideAsync(3), BesideAsync(6));
        runs[0].Says("uneven_replicas");
        runs[1].DoesNotSay("uneven_replicas");

        // The other replica answers somebody else, as behind a balancer it would.
        static async Task<FindingRun> BesideAsync(int inFlight)
        {
            using var server = await RunningSimulator.StartAsync();
            using var other = await RunningSimulator.StartAsync();
            using var neighbour = new Neighbour(other.Url, inFlight, """{"model":"sim/llama-8b","messages":[{"role":"user","content":"Hello"}],"max_tokens":8,"ignore_eos":true}""");
            return await FindingRun.AgainstAsync(server.Url, ["-c", "6", "-d", "3s", "--isl", "16", "--osl", "8", "--ignore-eos", "--metrics", server.Url + "/metrics", "--metrics", other.Url + "/metrics"]);
        }
    }

    [Fact]
    [Trait(FindingTests.Trait, "long_hurt_short")]
    public async Task Prompts_that_hold_shorter_ones_up_are_told_and_those_of_nearly_their_length_are_not()
    {
        var runs = await Task.WhenAll(OfLengthsAsync(40, 1_600), OfLengthsAsync(480, 1_600));
        runs[0].Says("long_hurt_short");
        runs[1].DoesNotSay("long_hurt_short");

        // One in twenty has a long prompt, whose prefill of a tenth of a second all others wait for.
        static async Task<FindingRun> OfLengthsAsync(int shorter, int longer)
        {
            using var folder = new TempFolder();
            var scenario = folder.Write("lengths.yaml", $"""
                name: lengths
                tasks:
                  - name: short
                    weight: 19
                    isl: {shorter}
                    max_tokens: 3
                  - name: long
                    weight: 1
                    isl: {longer}
                    max_tokens: 3
                """);
            using var server = await RunningSimulator.StartAsync("--preset", "small-1gpu", "--step-per-prefill-token", "75us");
            return await FindingRun.AgainstAsync(server.Url, ["-f", scenario, "-c", "6", "-n", "200", "--seed", "1"]);
        }
    }
}
