using System.Buffers;
using CsCheck;
using VllmStream.Profiling.Http;
using VllmStream.Tests.Profiler.Recording;

namespace VllmStream.Tests.Profiler.Http;

[Collection(nameof(AloneGroup))]
public sealed class BodyBufferTests
{
    [Fact]
    public void Buffer_holds_what_was_appended_and_not_consumed_in_one_piece()
    {
        Gen.Select(Gen.Byte.Array[0, 9000], Gen.Int[0, 100]).Array[1, 30].Sample(steps =>
        {
            using var buffer = new BodyBuffer();
            var model = new List<byte>();
            foreach (var (bytes, keepPercent) in steps)
            {
                buffer.Append(bytes);
                model.AddRange(bytes);
                if (!buffer.Unread.IsSingleSegment || !buffer.Unread.ToArray().SequenceEqual(model))
                    return false;
                var keep = model.Count * keepPercent / 100;
                buffer.KeepLast(keep);
                model.RemoveRange(0, model.Count - keep);
            }
            return buffer.Count == model.Count;
        }, iter: 200);
    }

    [Fact]
    public void Buffer_in_steady_use_allocates_nothing()
    {
        using var buffer = new BodyBuffer();
        var bytes = new byte[300];
        // Long enough that every path has been taken once, the one that moves bytes up included.
        Use(buffer, bytes, 1_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Use(buffer, bytes, 10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Use(BodyBuffer buffer, byte[] bytes, int times)
    {
        for (var i = 0; i < times; i++)
        {
            buffer.Append(bytes);
            buffer.KeepLast(i % 3 == 0 ? 40 : 0);
        }
    }
}
