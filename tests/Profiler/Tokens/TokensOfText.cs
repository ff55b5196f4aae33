using VllmStream.Profiling.Tokens;

namespace VllmStream.Tests.Profiler.Tokens;

/// <summary>Counting that ends with its test.</summary>
internal static class TokensOfText
{
    public static int Tokens(this ITokenCounter counter, string text) => counter.Count(text, TestContext.Current.CancellationToken);
}
