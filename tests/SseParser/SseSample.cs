namespace VllmStream.Tests.SseParser;

/// <summary>One variant of a sample body: its bytes and how they are cut into reads.</summary>
public sealed record SseSample(string Name, byte[] Body, Schedule Schedule)
{
    /// <summary>Reads the body in every memory layout (and with every cut); all must give the same, which is returned.</summary>
    public ReadTrace Read()
    {
        ReadTrace reference = ReferenceReader.Read(Body);
        foreach (Layout layout in Enum.GetValues<Layout>())
        {
            switch (Schedule)
            {
                case Schedule.Whole:
                    Check(Delivery.Whole(Body, layout));
                    break;
                case Schedule.ByteByByte:
                    ReadTrace trace = Delivery.ByteByByte(Body, layout);
                    Check(trace);
                    Assert.Equal(trace.Events.Select(item => item.EndOffset), trace.ArrivedAt);
                    break;
                default:
                    for (int cut = 0; cut <= Body.Length; cut++)
                        Check(Delivery.Read(Body, [cut], layout));
                    break;
            }
        }

        return reference;

        void Check(ReadTrace trace) => Assert.Equal(reference.Describe(), trace.Describe());
    }

    public override string ToString() => Name;
}
