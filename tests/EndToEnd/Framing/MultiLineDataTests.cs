using static VllmStream.Tests.EndToEnd.Harness.Recipe;

namespace VllmStream.Tests.EndToEnd.Framing;

[Trait("case", "FR13")]
public sealed class MultiLineDataTests(FaultSimulator simulator) : IClassFixture<FaultSimulator>
{
    public static TheoryData<string> Events { get; } =
    [
        "data: {\"choices\":[{\"index\":0,\ndata: \"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n",
        "data: {\ndata: \"choices\":[\ndata: {\"index\":0,\"delta\":\ndata: {\"content\":\"x\"},\ndata: \"finish_reason\":null}\ndata: ]\ndata: }\n\n",
        "data:{\"choices\":[{\"index\":0,\r\ndata:\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\r\n\r\n",
        "data: {\"choices\":[{\"index\":0,\n: comment\nevent: x\ndata: \"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\n\n",
        "data:\ndata: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":null}]}\ndata:\n\n",
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Event_over_several_data_lines_is_one_token(string lines)
    {
        var row = await simulator.RowAsync(Events, value => $"play(R {Literal(value)}@200 tail(1)@300)", lines);
        Expect.Ok(row.Request, tokens: 1, tokenEvents: 1);
        Assert.Equal(5, row.Request.Events);
        Expect.NotWarned("malformed_event", row.Request);
        Expect.Ttft(row, step: 1);
    }
}
