using System.Buffers;
using System.Globalization;
using System.Text;

namespace VllmStream.Profiling.Http;

/// <summary>The value of X-Request-Id: <c>run-number</c>, and <c>run-number.attempt</c> from the second attempt on.</summary>
/// <param name="Run">Id of the run.</param>
/// <param name="Number">Number of the request.</param>
/// <param name="Attempt">1 for the first.</param>
public readonly record struct RequestId(string Run, long Number, int Attempt)
{
    // Run, two numbers and what stands between them.
    private const int MaxTail = 48;

    /// <summary>The same as text.</summary>
    public override string ToString() =>
        Attempt > 1 ? string.Create(CultureInfo.InvariantCulture, $"{Run}-{Number}.{Attempt}") : string.Create(CultureInfo.InvariantCulture, $"{Run}-{Number}");

    /// <summary>Writes it.</summary>
    public void WriteTo(IBufferWriter<byte> output)
    {
        var span = output.GetSpan(Encoding.UTF8.GetMaxByteCount(Run.Length) + MaxTail);
        var length = Encoding.ASCII.GetBytes(Run, span);
        span[length++] = (byte)'-';
        Number.TryFormat(span[length..], out var written, provider: CultureInfo.InvariantCulture);
        length += written;
        if (Attempt > 1)
        {
            span[length++] = (byte)'.';
            Attempt.TryFormat(span[length..], out written, provider: CultureInfo.InvariantCulture);
            length += written;
        }
        output.Advance(length);
    }
}
