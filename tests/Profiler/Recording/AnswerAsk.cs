using VllmStream.Profiling.Api;
using VllmStream.Profiling.Api.Endpoints;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

/// <summary>What the request of a test asked for and how its body ends; the defaults are a chat stream of one choice that ends cleanly.</summary>
public sealed record AnswerAsk
{
    public IEndpoint Endpoint { get; init; } = new ChatEndpoint();

    public bool StreamAsked { get; init; } = true;

    public string? ContentType { get; init; } = "text/event-stream; charset=utf-8";

    public int Choices { get; init; } = 1;

    public TokenMeter? Meter { get; init; }

    public int? ExpectedTokens { get; init; }

    /// <summary>False as in a run, where nobody wants the text and chunks are read by comparison.</summary>
    public bool CollectText { get; init; } = true;

    public BodyEnd End { get; init; } = BodyEnd.Clean;
}
