using System.Collections.Concurrent;

namespace VllmStream.Profiling.Workload.Prompts;

/// <summary>A word for each stage that no other stage, and no run of another seed, has: in front of a prompt it keeps a prefix cache from knowing it. Any thread.</summary>
public sealed class StageNonces(long seed)
{
    private const int Purpose = 17;

    private readonly ConcurrentDictionary<int, string> _nonces = new();
    private readonly ConcurrentDictionary<int, string> _prefixes = new();

    /// <summary>The word of a stage: 16 hexadecimal digits.</summary>
    public string this[int stage] => _nonces.GetOrAdd(stage, static (number, of) => new Draws(of, number, Purpose).NextBits().ToString("x16"), seed);

    /// <summary>What stands in front of a text: the word of its stage in brackets, and a blank.</summary>
    public string Before(int stage) => _prefixes.GetOrAdd(stage, static (number, of) => $"[{of[number]}] ", this);
}
