using static VllmStream.Tests.EndToEnd.Harness.CaseBytes;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR13")]
public sealed class MultiLineDataTests
{
    [Theory]
    [InlineData("data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n")]
    [InlineData("data: {\ndata: \"choices\":[\ndata: {\"index\":0,\"delta\":\ndata: {\"content\":\"x\"},\ndata: \"finish_reason\":null}\ndata: ]\ndata: }\n\n")]
    [InlineData("data:{\"choices\":[{\"index\":0,\r\ndata:\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\r\n\r\n")]
    [InlineData("data: {\"choices\":[{\"index\":0,\n: comment\nevent: x\ndata: \"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n")]
    [InlineData("data:\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\ndata:\n\n")]
    public async Task Event_over_several_data_lines_is_one_token(string lines)
    {
        using var played = await Play.OnceAsync(Reply.Sse().At(0, R()).At(200, Utf8(lines)).At(300, Tail(1)));
        Expect.Ok(played.Request, tokens: 1, tokenEvents: 1);
        Assert.Equal(5, played.Request.Events);
        Expect.NotWarned("malformed_event", played.Request);
        Expect.Ttft(played, step: 1);
    }
}
