namespace VllmStream.Profiling.Workload;

/// <summary>Fields of a request that a run can do without: left out where a server refuses them.</summary>
[Flags]
public enum OptionalFields
{
    /// <summary>None of them.</summary>
    None = 0,

    /// <summary>stream_options.include_usage: without it tokens are counted by chunks.</summary>
    StreamOptions = 1 << 0,

    /// <summary>cache_salt: without it given prompts begin with a nonce.</summary>
    CacheSalt = 1 << 1,

    /// <summary>ignore_eos, where a trace says how long answers are: without it they are as long as the model likes.</summary>
    IgnoreEos = 1 << 2,
}
