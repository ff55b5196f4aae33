using VllmStream.Cluster.Agents;
using VllmStream.Profiling.Options;

namespace VllmStream.Tests.Cluster.Agents;

public sealed class TargetRulesTests
{
    [Theory]
    [InlineData("http://127.0.0.1:8000", true)]
    [InlineData("http://localhost:8000/llm", true)]
    [InlineData("https://[::1]", true)]
    [InlineData("http://10.0.0.1:8000", false)]
    [InlineData("http://localhost.evil.org", false)]
    public void Without_rules_loopback_only(string target, bool isAllowed) => Assert.Equal(isAllowed, IsAllowed(target));

    [Theory]
    [InlineData("gpu7", "http://gpu7:8000", true)]
    [InlineData("gpu7", "http://gpu8:8000", false)]
    [InlineData("gpu7:8000", "http://gpu7:8001", false)]
    [InlineData("https://gpu7", "http://gpu7", false)]
    [InlineData("https://gpu7", "https://GPU7:8443", true)]
    [InlineData("gpu-*.lan", "http://gpu-12.lan:8000", true)]
    [InlineData("gpu-*.lan", "http://gpu-12.eu.lan", false)]
    [InlineData("*.lan", "http://lan", false)]
    [InlineData("*.lan", "http://evil.org.lan", false)]
    [InlineData("gpu7/llm", "http://gpu7/llm", true)]
    [InlineData("gpu7/llm", "http://gpu7/llm/a", true)]
    [InlineData("gpu7/llm", "http://gpu7/llm-secret", false)]
    [InlineData("gpu7/llm", "http://gpu7", false)]
    [InlineData("[::2]:8000", "http://[::2]:8000", true)]
    [InlineData("any", "http://anything:1", true)]
    public void Rule_covers_what_it_names(string rule, string target, bool isAllowed) => Assert.Equal(isAllowed, IsAllowed(target, rule));

    [Fact]
    public void With_rules_loopback_is_not_allowed_by_itself() => Assert.False(IsAllowed("http://127.0.0.1:8000", "gpu7"));

    [Fact]
    public void Path_that_climbs_is_covered_by_no_rule_with_a_path() =>
        Assert.NotNull(TargetRules.Parse(["gpu7/llm"]).Refuse(new TargetUrl("http", "gpu7", 80, "/llm/%2e%2e/admin")));

    [Theory]
    [InlineData("ftp://gpu7")]
    [InlineData("gpu7:0")]
    [InlineData("gpu7:x")]
    [InlineData("")]
    [InlineData("http://")]
    [InlineData("gpu7/a/../b")]
    [InlineData("a*b*c")]
    public void Rule_that_cannot_be_is_refused(string rule) => Assert.Throws<OptionException>(() => TargetRules.Parse([rule]));

    [Fact]
    public void Refusal_names_the_target_and_the_option() =>
        Assert.Equal(
            "it fires at its own machine only, and not at http://gpu7:8000; start it with --allow-target http://gpu7:8000",
            TargetRules.Loopback.Refuse(Url("http://gpu7:8000")));

    private static bool IsAllowed(string target, params string[] rules) => TargetRules.Parse(rules).Refuse(Url(target)) is null;

    private static TargetUrl Url(string text) => TargetText.TryParse(text, out var address, out var problem) ? address.Url : throw new ArgumentException(problem, nameof(text));
}
