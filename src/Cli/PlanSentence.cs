using System.Text;
using VllmStream.Profiling.Options;

namespace VllmStream.Cli;

/// <summary>The one sentence that says what is about to happen, printed before load starts; everything in it is a fact of the options.</summary>
internal static class PlanSentence
{
    /// <summary>Writes the sentence.</summary>
    internal static string Of(RunOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var text = new StringBuilder("plan     ");
        AppendLoad(text, options.Load, options.Workload.Arrivals);
        text.Append(options.Limits.Requests is { } requests
            ? $" until {requests} requests are sent"
            : $" for {DurationText.Format(options.Limits.Duration ?? TimeSpan.Zero)}");
        AppendTarget(text, options);
        AppendWorkload(text, options.Workload);
        if (options.Load.Cancel is { } cancel)
            text.Append($", cancelling {cancel.Text}");
        if (options.Retries > 0)
            text.Append($", {options.Retries} {(options.Retries == 1 ? "retry" : "retries")} within {DurationText.Format(options.RetryBudget)}");
        return text.Append($", seed {options.Workload.Seed}").ToString();
    }

    private static void AppendLoad(StringBuilder text, LoadOptions load, string arrivals)
    {
        if (load.Kind == LoadKind.Closed)
        {
            text.Append($"{(load.Stages.Count > 0 ? StagesText.Format(load.Stages) : $"{load.Concurrency}")} in flight");
            return;
        }
        if (load.Kind == LoadKind.Users)
        {
            text.Append($"{load.Concurrency} users{(load.SpawnRate is { } rate ? $", {NumberText.Format(rate)} more per second" : "")}{(load.Think.IsZero ? "" : $", thinking {load.Think} between tasks")}");
            return;
        }

        if (load.Trace is { } trace)
        {
            text.Append($"the times of {trace.File}{(trace.Speed == 1 ? "" : $" {NumberText.Format(trace.Speed)} times as fast")}{(load.MaxConcurrency is { } cap ? $", at most {cap} in flight," : "")}");
            return;
        }
        var arrival = load.Arrival switch
        {
            ArrivalKind.Constant => "constant",
            ArrivalKind.Gamma => $"gamma:{NumberText.Format(load.Burstiness)}",
            _ => "poisson",
        };
        text.Append($"{(load.Stages.Count > 0 ? StagesText.Format(load.Stages) : NumberText.Format(load.RatePerSecond))} {arrivals}/s {arrival}");
        if (load.MaxConcurrency is { } most)
            text.Append($", at most {most} in flight,");
    }

    private static void AppendTarget(StringBuilder text, RunOptions options)
    {
        var (workload, connection) = (options.Workload, options.Connection);
        if (workload.Scenario is { } scenario)
        {
            text.Append($" against {options.Target.Root} (scenario {scenario.Name}: {string.Join(", ", scenario.Tasks.Select(task => $"{task.Name} x {NumberText.Format(task.Weight)}"))}");
            if (workload.Mode == RequestMode.Paired)
                text.Append($", {ModeOf(workload)}");
            AppendConnection(text, workload, connection);
            return;
        }
        var (name, path) = (EndpointNames.NameOf(workload.Endpoint, workload.EndpointPath), EndpointNames.PathOf(workload.Endpoint, workload.EndpointPath));
        text.Append($" against {options.Target.UrlOf(path)} ({name}, {ModeOf(workload)}");
        AppendConnection(text, workload, connection);
    }

    private static string ModeOf(WorkloadOptions workload) =>
        workload.Mode == RequestMode.Paired ? "every prompt streamed and not" : workload.IsStreamed ? "streaming" : "not streaming";

    private static void AppendConnection(StringBuilder text, WorkloadOptions workload, ConnectionOptions connection)
    {
        if (workload.Model is not null)
            text.Append($", model {workload.Model}");
        if (connection.ApiKeySource is not null)
            text.Append($", key from {connection.ApiKeySource}");
        if (connection.Proxy is not null)
            text.Append($", proxy {TargetText.Redact(connection.Proxy.OriginalString)} from {connection.ProxySource}");
        text.Append(')');
    }

    private static void AppendWorkload(StringBuilder text, WorkloadOptions workload)
    {
        if (workload.Scenario is not null || workload.Endpoint is EndpointKind.Models or EndpointKind.Plain)
            return;
        if (workload.PromptEntries.Count > 0)
            text.Append($", {workload.PromptEntries.Count} prompts of a file in turn");
        else text.Append(workload.Prompts.Count switch
        {
            0 when workload.Trace is not null => ", prompts as long as it says",
            0 => $", prompts of {Prefix(workload)}{LengthText.Format(workload.InputTokens)} tokens",
            1 => ", one prompt",
            var count => $", {count} prompts in turn",
        });
        if (workload.Turns > 1)
            text.Append($", sessions of {workload.Turns} turns");
        if (EndpointNames.CanStream(workload.Endpoint) && workload.Trace is null)
            text.Append($", answers of {(workload.IgnoreEos ? "" : "at most ")}{LengthText.Format(workload.OutputTokens)}");
    }

    private static string Prefix(WorkloadOptions workload) =>
        workload.Prefix.Tokens == 0 ? "" : $"{PrefixText.Format(workload.Prefix)} shared and ";
}
