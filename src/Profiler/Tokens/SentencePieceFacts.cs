namespace VllmStream.Profiling.Tokens;

/// <summary>What a SentencePiece model says about itself: enough to know whether the library reads it exactly.</summary>
internal sealed record SentencePieceFacts
{
    private const int Unigram = 1;
    private const int Bpe = 2;
    private const int UserDefinedPiece = 4;

    private int _model = Unigram;

    /// <summary>Pieces of its vocabulary.</summary>
    public int Pieces { get; private set; }

    /// <summary>Those that are matched before anything else.</summary>
    public int UserDefined { get; private set; }

    /// <summary>True when text is put together by merges.</summary>
    public bool IsBpe => _model == Bpe;

    /// <summary>True when the likeliest pieces are taken.</summary>
    public bool IsUnigram => _model == Unigram;

    /// <summary>True when a table says which characters become which.</summary>
    public bool HasCharacterMap { get; private set; }

    /// <summary>Reads a model: ModelProto { repeated SentencePiece pieces = 1; TrainerSpec = 2 { model_type = 3 }; NormalizerSpec = 3 { precompiled_charsmap = 2 } }.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out SentencePieceFacts facts)
    {
        facts = new SentencePieceFacts();
        while (!content.IsEmpty)
        {
            if (!TryField(ref content, out var field, out _, out var body))
                return false;
            var whole = field switch
            {
                1 => facts.AddPiece(body),
                2 => facts.ReadTrainer(body),
                3 => facts.ReadNormalizer(body),
                _ => true,
            };
            if (!whole)
                return false;
        }
        return facts.Pieces > 0;
    }

    // SentencePiece { string piece = 1; float score = 2; Type type = 3 }.
    private bool AddPiece(ReadOnlySpan<byte> body)
    {
        Pieces++;
        while (!body.IsEmpty)
        {
            if (!TryField(ref body, out var field, out var number, out _))
                return false;
            UserDefined += field == 3 && number == UserDefinedPiece ? 1 : 0;
        }
        return true;
    }

    private bool ReadTrainer(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            if (!TryField(ref body, out var field, out var number, out _))
                return false;
            _model = field == 3 ? (int)number : _model;
        }
        return true;
    }

    private bool ReadNormalizer(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            if (!TryField(ref body, out var field, out _, out var value))
                return false;
            HasCharacterMap |= field == 2 && !value.IsEmpty;
        }
        return true;
    }

    // A field of the protobuf wire format: a number, or bytes with their length in front.
    private static bool TryField(ref ReadOnlySpan<byte> rest, out int field, out ulong number, out ReadOnlySpan<byte> body)
    {
        (field, number) = (0, 0);
        body = default;
        if (!TryNumber(ref rest, out var key))
            return false;
        field = (int)Math.Min(key >> 3, int.MaxValue);
        switch (key & 7)
        {
            case 0:
                return TryNumber(ref rest, out number);
            case 1:
                return TrySkip(ref rest, sizeof(ulong));
            case 2:
                if (!TryNumber(ref rest, out var length) || length > (ulong)rest.Length)
                    return false;
                body = rest[..(int)length];
                rest = rest[(int)length..];
                return true;
            case 5:
                return TrySkip(ref rest, sizeof(uint));
            default:
                return false;
        }
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> rest, int bytes)
    {
        if (rest.Length < bytes)
            return false;
        rest = rest[bytes..];
        return true;
    }

    private static bool TryNumber(ref ReadOnlySpan<byte> rest, out ulong number)
    {
        number = 0;
        for (var shift = 0; shift < 64 && !rest.IsEmpty; shift += 7)
        {
            var next = rest[0];
            rest = rest[1..];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return true;
        }
        return false;
    }
}
