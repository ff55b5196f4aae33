using System.Reflection;
using VllmStream.Profiling.Findings;

namespace VllmStream.Tests.EndToEnd.Findings;

/// <summary>What a run says of a simulator that has something, and of one that has almost that.</summary>
[Collection(AloneGroup.Name)]
[Trait("transport", "any")]
public sealed class FindingTests
{
    /// <summary>Name of the trait that a test has which is about one finding, where a pair of settings is not enough.</summary>
    public const string Trait = "finding";

    public static TheoryData<string> Codes { get; } = [.. FindingPairs.All.Select(pair => pair.Code)];

    [Theory]
    [InlineData("", "-c 4 -n 40 --osl 16")]
    [InlineData("--preset small-1gpu", "-r 20 -d 3s --osl 16")]
    public async Task Simulator_that_is_well_is_told_nothing(string simulator, string load) => (await FindingRun.OfAsync(new FindingSetting(simulator, load))).SaysNothing();

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Setting_that_has_it_is_told_so_and_the_one_close_by_is_not(string code)
    {
        var pair = FindingPairs.Of(code);
        // Beside each other: neither is near what this machine can do.
        var runs = await Task.WhenAll(FindingRun.OfAsync(pair.Sick), FindingRun.OfAsync(pair.CloseBy));
        runs[0].Says(code);
        runs[1].DoesNotSay(code);
    }

    [Fact]
    public void Every_finding_has_a_setting_that_brings_it_about()
    {
        var alone = Assembly.GetExecutingAssembly().GetTypes().SelectMany(type => type.GetMethods()).SelectMany(method => method.GetCustomAttributes<TraitAttribute>()).Where(trait => trait.Name == Trait).Select(trait => trait.Value);
        Assert.Equal(FindingTable.All.Select(rule => rule.Code).Order(), FindingPairs.All.Select(pair => pair.Code).Concat(alone).Order());
    }
}
