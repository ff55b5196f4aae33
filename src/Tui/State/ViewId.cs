namespace VllmStream.Tui.State;

/// <summary>The views, in the order of their keys 1 to 9.</summary>
internal enum ViewId
{
    /// <summary>Everything at a glance.</summary>
    Overview,

    /// <summary>Time to first token.</summary>
    Ttft,

    /// <summary>Gaps between tokens.</summary>
    Itl,

    /// <summary>Decode rate per request.</summary>
    Rate,

    /// <summary>Requests, in flight and ended.</summary>
    Requests,

    /// <summary>What failed.</summary>
    Errors,

    /// <summary>What the server and the GPU say, and this client's health.</summary>
    Server,

    /// <summary>Streaming against non-streaming, or one run against another.</summary>
    Compare,

    /// <summary>The agents of a run that is spread over several; there only for such a run.</summary>
    Agents,
}
