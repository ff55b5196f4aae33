using System.Text;
using CsCheck;
using VllmStream.Profiling.Api;
using VllmStream.Profiling.Recording;

namespace VllmStream.Tests.Profiler.Recording;

public sealed class AnswerPropertyTests
{
    private const int Runs = 3000;

    // Bodies small enough to be mutated and cut thousands of times.
    private static readonly byte[][] Bodies = [.. StreamVector.All.Values.Where(v => v.Body.Length < 20_000).Select(v => v.Body)];

    private static readonly Gen<byte[]> Mutated =
        from body in Gen.Int[0, Bodies.Length - 1].Select(i => Bodies[i])
        from edits in Gen.Select(Gen.Int[0, Math.Max(0, body.Length - 1)], Gen.Int[0, 3], Gen.Byte).Array[0, 6]
        select edits.Aggregate(body, Edit);

    private static readonly string[] LineParts =
    [
        "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}", "data:{}", "data: [DONE]", "data:", "data: {", "data: }", "event: error", "id: 1",
        ": c", "error: x", "other", "\n", "\n", "\n", "\n", "\r\n", "\r", " ", "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}\n",
    ];

    // Bodies of single line ends, comments and half lines: where looking ahead could differ from what the parser says in the end.
    private static readonly Gen<byte[]> Lines =
        from parts in Gen.Int[0, LineParts.Length - 1].Array[0, 12]
        select parts.SelectMany(part => Encoding.UTF8.GetBytes(LineParts[part])).ToArray();

    private static readonly Gen<int[]> Seeds = Gen.Int[0, 1_000_000].Array[0, 12];

    [Fact]
    public void AnswerReader_any_body_cut_anywhere_gives_the_same_answer()
        => Gen.Select(Gen.OneOf(Mutated, Lines), Seeds).Sample(
            (body, seeds) =>
            {
                int[] cuts = [.. seeds.Select(seed => seed % (body.Length + 1)).Order()];
                var whole = Summary(Answer.Cut(new AnswerAsk(), body));
                var pieces = Summary(Answer.Cut(new AnswerAsk(), body, cuts));
                Assert.True(whole == pieces, $"{Encoding.Latin1.GetString(body)}\ncut at {string.Join(' ', cuts)}\nwhole  {whole}\npieces {pieces}");
            },
            iter: Runs * 10);

    [Fact]
    public void AnswerReader_says_the_same_whether_text_is_collected_or_chunks_are_compared()
        => Gen.Select(Gen.OneOf(Mutated, Lines), Seeds).Sample(
            (body, seeds) =>
            {
                int[] cuts = [.. seeds.Select(seed => seed % (body.Length + 1)).Order()];
                var walked = Answer.Cut(new AnswerAsk(), body, cuts);
                var compared = Answer.Cut(new AnswerAsk { CollectText = false }, body, cuts);
                Assert.True(WithoutText(walked) == WithoutText(compared), $"{Encoding.Latin1.GetString(body)}\n{WithoutText(walked)}\n{WithoutText(compared)}");
                Assert.Equal(walked.Gaps, compared.Gaps);
                Assert.Equal(walked.Marks, compared.Marks);
            },
            iter: Runs * 3);

    [Fact]
    public void AnswerReader_data_line_behind_a_carriage_return_is_counted_once_wherever_the_body_is_cut()
    {
        var body = "id: 1\rdata: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\ndata: {\"choices\":[{\"finish_reason\":\"stop\"}]}\ndata: {}\n\n"u8.ToArray();
        var whole = Summary(Answer.Cut(new AnswerAsk(), body));
        for (var cut = 1; cut < body.Length; cut++)
            Assert.Equal(whole, Summary(Answer.Cut(new AnswerAsk(), body, cut)));
    }

    [Fact]
    public void AnswerReader_any_body_however_it_ends_keeps_its_promises()
        => Gen.Select(Mutated, Gen.Int[0, 2].Select(i => (BodyEnd)i), Gen.Int[0, 1_000_000]).Sample(
            (body, end, length) =>
            {
                var answer = Answer.Cut(new AnswerAsk { End = end }, body[..(length % (body.Length + 1))]);
                var result = answer.Result;
                Assert.Equal(Math.Max(0, result.TokenEvents - 1), result.GapCount);
                Assert.Equal(result.TokenEvents > 0, answer.Marks.FirstToken != 0);
                Assert.True(answer.Marks.FirstToken <= answer.Marks.LastToken);
                Assert.True(result.Events >= result.TokenEvents);
                Assert.True(end != BodyEnd.Clean || result.Outcome is not null);
                Assert.Equal(result.Outcome is null or Outcome.Ok or Outcome.OkEmpty or Outcome.NotStreamed, result.Error is null);
                Assert.True(result.OutputTokens is null or >= 0);
                Assert.Equal(result.OutputTokens is null, result.TokenSource == TokenSource.None);
            },
            iter: Runs);

    [Fact]
    public void AnswerReader_used_again_remembers_nothing()
    {
        using var reader = new AnswerReader();
        Gen.Select(Mutated, Mutated).Sample(
            (first, second) =>
            {
                Answer.Run(reader, new AnswerAsk { End = BodyEnd.Stopped }, [(0, first)]);
                var again = Summary(Answer.Run(reader, new AnswerAsk(), [(0, second)]));
                Assert.Equal(Summary(Answer.Cut(new AnswerAsk(), second)), again);
            },
            iter: Runs / 3,
            threads: 1);
    }

    private static byte[] Edit(byte[] body, (int At, int How, byte Value) edit)
    {
        var (at, how, value) = edit;
        if (at >= body.Length)
            return body;
        return how switch
        {
            0 => [.. body[..at], value, .. body[at..]],
            1 => [.. body[..at], .. body[(at + 1)..]],
            2 => [.. body[..at], (byte)"\r\n\":{}[], "[value % 10], .. body[(at + 1)..]],
            _ => body[..at],
        };
    }

    private static string Summary(Answer answer)
    {
        var text = string.Join('|', answer.Text.Choices.Select(c =>
            $"{c}:{answer.Text.Text(c)}/{answer.Text.Reasoning(c)}/{string.Join(',', answer.Text.ToolCalls(c))}"));
        return WithoutText(answer) + "\n" + text;
    }

    private static string WithoutText(Answer answer)
    {
        var result = answer.Result;
        var shape = StreamWarnings.Buffered | StreamWarnings.Batched;
        return $"""
            {result.Outcome} {result.Error?.Kind} {result.Error?.Message} {result.InbandError} {result.Warnings & ~shape}
            {result.PromptTokens} {result.CachedTokens} {result.OutputTokens} {result.ReasoningTokens} {result.TokenSource} {result.FirstEventTokens}
            {result.Events} {result.TokenEvents} {result.MalformedEvents} {result.DoneCount} {result.EventsAfterDone} {result.ErrorFields}
            {result.Comments} {result.Heartbeats} {result.UnknownLines} {result.HasPartialTail} {result.Bytes} {string.Join(',', result.FinishReasons)}
            """;
    }
}
