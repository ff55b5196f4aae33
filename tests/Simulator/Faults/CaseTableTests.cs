namespace VllmStream.Tests.Simulator.Faults;

public sealed class CaseTableTests(PlayedCases played) : IClassFixture<PlayedCases>
{
    public static TheoryData<string> Ids => [.. WireCases.All.Select(wire => wire.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task Script_puts_the_bytes_of_its_case_on_the_wire_when_they_are_due(string id)
    {
        var wire = WireCases.All.Single(row => row.Id == id);
        var answer = await played.Answer(id);
        Assert.Equal(System.Text.Encoding.Latin1.GetString(wire.Wire), answer.Text);
        Assert.Equal(wire.End, answer.End);
        var place = answer.Head.Length;
        for (var i = 0; i < wire.DueMs.Length; i++)
        {
            Assert.True(answer.MsOf(place) >= wire.DueMs[i], $"write {i} came at {answer.MsOf(place)} ms, before {wire.DueMs[i]}");
            place += $"{answer.Chunks[i].Length:x}".Length + 2 + answer.Chunks[i].Length + 2;
        }
    }

    [Fact]
    public void Every_case_has_a_script_or_the_reason_why_no_bytes_make_it()
    {
        var ids = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "cases.tsv")).Select(line => line.Split('\t')[0]).ToList();
        var scripted = WireCases.All.Select(wire => wire.Id.Split(' ')[0]).ToHashSet();
        Assert.Equal(71, ids.Count);
        Assert.All(ids, id => Assert.True(scripted.Contains(id) != OtherCases.All.ContainsKey(id), $"{id} must stand in one of the two tables"));
        Assert.Equal(ids.Count, scripted.Count + OtherCases.All.Count);
    }
}
