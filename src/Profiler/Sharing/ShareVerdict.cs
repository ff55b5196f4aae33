using VllmStream.Profiling.Metrics;

namespace VllmStream.Profiling.Sharing;

/// <summary>What a run over several processes is worth. Pure.</summary>
/// <remarks>A share without a result, or one that is not what the plan says, makes a load that nobody asked for: the run is not valid, whatever the others measured.</remarks>
internal static class ShareVerdict
{
    // Whoever reads ten reasons reads none; each agent's own is in its row.
    private const int MostReasons = 4;

    /// <summary>Judges all shares together; checks are judged after it.</summary>
    public static Judgement Of(IReadOnlyList<ShareOfRun> shares, ShareEnding ending)
    {
        if (ending.InterruptedBy is { } signal)
            return Judgement.Interrupted(signal, signal == 143 ? "SIGTERM" : "Ctrl-C");
        if (shares.All(share => share.Result is null))
            return Judgement.Fail(5, $"no agent delivered a result: {Joined([.. shares.Select(share => share.Agent.Why ?? "lost").Distinct(StringComparer.Ordinal)])}");
        // One of which nothing succeeded while others went well is a row, and no failed run.
        if (shares.Sum(share => share.Result?.Summary.Totals.Ok ?? 0) == 0
            && shares.Select(share => share.Result?.Summary.Judgement).FirstOrDefault(judgement => judgement is { Verdict: Verdict.Failed }) is { } failed)
            return Judgement.Fail(failed.ExitCode, Joined(Reasons(shares, Verdict.Failed)));
        string[] invalid = [.. LostOf(shares), .. ending.StoppedBy is { } rule ? new[] { rule } : [], .. shares.Where(share => share.Doubled is not null).Select(share => $"{share.Shown}: {share.Doubled}"), .. Reasons(shares, Verdict.NotValid), .. OfFailed(shares)];
        if (invalid.Length > 0)
            return new Judgement(Verdict.NotValid, 4, Joined(invalid), $"not valid: {Joined(invalid)}");
        // Of those that a rule drained nothing is said: the rule is.
        string[] early = [.. Reasons(shares, Verdict.Interrupted)];
        return early.Length > 0 ? Judgement.Interrupted(130, Joined(early)) : new Judgement(Verdict.Valid, 0, null, "no checks");
    }

    private static IEnumerable<string> LostOf(IReadOnlyList<ShareOfRun> shares) => shares.Where(share => share.Result is null)
        .Select(share => $"share {share.Agent.Share} of {shares.Count} has no result: {share.Shown}: {share.Agent.Why ?? "lost"}");

    // It gave up, or was the limit itself: then its share is not what was asked for.
    private static IEnumerable<string> OfFailed(IReadOnlyList<ShareOfRun> shares) =>
        from share in shares
        let part = share.Result?.Summary
        where part is { Judgement.Verdict: Verdict.Failed } && (part.Client?.InvalidReasons.Count > 0 || part.Judgement.Reason?.Contains("aborted: ", StringComparison.Ordinal) == true)
        select $"{share.Shown}: {part.Judgement.Reason}";

    // What holds for all of them is said once, without names.
    private static IEnumerable<string> Reasons(IReadOnlyList<ShareOfRun> shares, Verdict verdict)
    {
        var told = shares.Where(share => share.Result?.Summary.Judgement.Verdict == verdict && share.Doubled is null).Select(share => (share, Reason: share.Agent.Why ?? share.Result!.Summary.Judgement.Reason ?? "")).ToArray();
        return told.Length == shares.Count && told.DistinctBy(pair => pair.Reason, StringComparer.Ordinal).Count() == 1 ? [told[0].Reason] : told.Select(pair => $"{pair.share.Shown}: {pair.Reason}");
    }

    private static string Joined(IEnumerable<string> reasons)
    {
        string[] all = [.. reasons];
        return all.Length <= MostReasons ? string.Join("; ", all) : $"{string.Join("; ", all[..MostReasons])}; and {all.Length - MostReasons} more";
    }
}
