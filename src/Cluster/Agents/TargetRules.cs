using System.Net;
using VllmStream.Profiling.Options;

namespace VllmStream.Cluster.Agents;

/// <summary>What an agent may fire at. Whoever may talk to the broker can make it fire, so without rules it fires at its own machine only. Immutable.</summary>
public sealed class TargetRules
{
    private readonly IReadOnlyList<TargetRule> _rules;
    private readonly bool _isOpen;

    private TargetRules(IReadOnlyList<TargetRule> rules, bool isOpen) => (_rules, _isOpen) = (rules, isOpen);

    /// <summary>This machine only: what holds without <c>--allow-target</c>.</summary>
    public static TargetRules Loopback { get; } = new([], isOpen: false);

    /// <summary>Everything: <c>--allow-target any</c>.</summary>
    public static TargetRules Any { get; } = new([], isOpen: true);

    /// <summary>Reads the values of <c>--allow-target</c>.</summary>
    /// <exception cref="OptionException">One of them is none.</exception>
    public static TargetRules Parse(IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var all = values.ToArray();
        return all.Length == 0 ? Loopback : all.Contains("any", StringComparer.Ordinal) ? Any : new TargetRules([.. all.Select(TargetRule.Parse)], isOpen: false);
    }

    /// <summary>Why an address may not be contacted; null = it may.</summary>
    public string? Refuse(TargetUrl url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (_isOpen || (_rules.Count == 0 ? IsLoopback(url.Host) : _rules.Any(rule => rule.Covers(url))))
            return null;
        return _rules.Count == 0
            ? $"it fires at its own machine only, and not at {url.Root}; start it with --allow-target {url.Scheme}://{url.Authority}"
            : $"{url.Root} is none of its allowed targets; start it with --allow-target {url.Scheme}://{url.Authority} as well";
    }

    /// <summary>What it may fire at, for a person.</summary>
    public override string ToString() => _isOpen ? "anything" : _rules.Count == 0 ? "its own machine only" : string.Join(", ", _rules);

    private static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
