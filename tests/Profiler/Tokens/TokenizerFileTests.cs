using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;
using VllmStream.Profiling.Options;
using VllmStream.Profiling.Tokens;

namespace VllmStream.Tests.Profiler.Tokens;

public sealed class TokenizerFileTests : IDisposable
{
    private readonly TinyVocabulary _tiny = new();

    public void Dispose() => _tiny.Dispose();

    [Fact]
    public void Vocabulary_and_merges_are_read_from_the_file_or_its_folder()
    {
        var path = _tiny.WriteVocabJson();
        _tiny.WriteMerges();
        foreach (var given in new[] { path, _tiny.Folder })
        {
            using var counter = TokenizerFiles.Load(given);
            Assert.Equal(2, counter.Tokens("hello world"));
            Assert.Equal(4, counter.Tokens("hello 12"));
            Assert.StartsWith("vocab.json (byte-level BPE, ", counter.Description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Class_beside_the_vocabulary_says_how_text_is_cut()
    {
        _tiny.WriteVocabJson();
        _tiny.WriteMerges();
        _tiny.Write("tokenizer_config.json", """{"tokenizer_class":"Qwen2Tokenizer"}""");
        using (var qwen = TokenizerFiles.Load(_tiny.Folder))
            Assert.Equal(2, qwen.Tokens("hello world"));
        _tiny.Write("tokenizer_config.json", """{"tokenizer_class":"CodeGenTokenizer"}""");
        Assert.Contains("CodeGenTokenizer", Assert.Throws<OptionException>(() => TokenizerFiles.Load(_tiny.Folder)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cl100k_base.tiktoken", 2)]
    [InlineData("my-qwen.tiktoken", 2)]
    [InlineData("O200K_BASE.txt", 2)]
    public void Tiktoken_file_is_cut_by_what_its_name_says(string name, int tokens)
    {
        using var counter = TokenizerFiles.Load(_tiny.Write(name, Tiktoken()));
        Assert.Equal(tokens, counter.Tokens("hello world"));
        Assert.Equal(1 + 2, counter.Tokens("hello!?"));
    }

    [Fact]
    public void Tiktoken_file_without_a_known_name_is_refused() =>
        Assert.Contains("does not say how text is cut; put one of o200k, cl100k", Refusal(_tiny.Write("mine.tiktoken", Tiktoken())), StringComparison.Ordinal);

    [Fact]
    public void Tiktoken_file_with_a_broken_line_is_refused() =>
        Assert.Contains("with a line that is none", Refusal(_tiny.Write("cl100k.tiktoken", Tiktoken() + "?? x\n")), StringComparison.Ordinal);

    [Theory]
    [InlineData("ab", 1)]
    [InlineData("ab ab", 2)]
    [InlineData("a", 1)]
    [InlineData("aba", 2)]
    [InlineData("é", 3)]
    [InlineData("😀", 5)]
    public void SentencePiece_model_counts_as_its_library_does(string text, int tokens)
    {
        using var counter = TokenizerFiles.Load(_tiny.Write("tokenizer.model", TinySentencePiece.Model()));
        Assert.Equal(tokens, counter.Tokens(text));
        Assert.Contains("SentencePiece BPE", counter.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void SentencePiece_model_that_would_be_counted_wrongly_is_refused()
    {
        Assert.Contains("user-defined", Refusal(_tiny.Write("a.model", TinySentencePiece.Model(userDefined: true))), StringComparison.Ordinal);
        Assert.Contains("words or characters", Refusal(_tiny.Write("b.model", TinySentencePiece.Model(type: 3))), StringComparison.Ordinal);
        Assert.Contains("by a table", Refusal(_tiny.Write("c.model", TinySentencePiece.Model(characterMap: true))), StringComparison.Ordinal);
    }

    [Fact]
    public void Included_vocabulary_has_a_name()
    {
        using var counter = TokenizerFiles.Load("o200k_base");
        // As its publisher cuts them: hello, world, "!\n"; ant idis establish ment arian ism.
        Assert.Equal(3, counter.Tokens("hello world!\n"));
        Assert.Equal(6, counter.Tokens("antidisestablishmentarianism"));
    }

    [Fact]
    public void What_is_no_vocabulary_is_refused_in_one_line()
    {
        Assert.Contains("is no file, folder or known name", Refusal(Path.Combine(_tiny.Folder, "none")), StringComparison.Ordinal);
        Assert.Contains("is a folder without", Refusal(_tiny.Folder), StringComparison.Ordinal);
        Assert.Contains("is empty", Refusal(_tiny.Write("empty", "")), StringComparison.Ordinal);
        Assert.Contains("is none of", Refusal(_tiny.Write("text", "just some text")), StringComparison.Ordinal);
        Assert.Contains("merges.txt", Refusal(_tiny.WriteVocabJson()), StringComparison.Ordinal);
        Assert.Contains("is JSON, but", Refusal(_tiny.Write("broken.json", "{\"model\":")), StringComparison.Ordinal);
    }

    [Fact]
    public void Stand_in_is_of_the_same_category()
    {
        Span<char> shadow = stackalloc char[2];
        Span<int> starts = stackalloc int[3];
        for (var value = 0x10000; value <= 0x10FFFF; value++)
        {
            Assert.Equal(1, BasicPlane.Write(char.ConvertFromUtf32(value), shadow, starts));
            Assert.Equal(Rune.GetUnicodeCategory(new Rune(value)), CharUnicodeInfo.GetUnicodeCategory(shadow[0]));
        }
    }

    [Theory]
    [InlineData("é")]
    [InlineData("a")]
    [InlineData("ab")]
    [InlineData("漢")]
    [InlineData("=")]
    public void Text_without_blanks_takes_no_longer_for_its_length(string unit)
    {
        using var counter = TokenizerFiles.Load("o200k_base");
        var watch = Stopwatch.StartNew();
        Assert.InRange(counter.Tokens(string.Concat(Enumerable.Repeat(unit, 1_000_000))), 1_000_000 / 128, 2_000_000);
        // Some seconds at worst; a square takes eight minutes and more.
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(90), watch.Elapsed.ToString());
    }

    [Fact]
    public void Merges_are_those_of_the_library()
    {
        using var uncut = TiktokenFile.LoadIncluded("o200k_base", @"[\s\S]+");
        var library = TiktokenTokenizer.CreateForEncoding("o200k_base");
        var random = new Random(7);
        string[] parts = ["the", "ing", " un", "é", "漢字", "😀", "  ", "\n", "1", "234", "ß", "Q", "'s", "-", "==", "ana", "\u0301"];
        for (var i = 0; i < 2000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => parts[random.Next(parts.Length)]));
            // Uncut, since the library cuts by half characters.
            Assert.True(uncut.Tokens(text) == library.CountTokens(text, considerPreTokenization: false, considerNormalization: false), text);
        }
    }

    [Fact]
    public void Counting_is_given_up_in_the_middle_of_a_piece()
    {
        using var counter = TokenizerFiles.Load("o200k_base");
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
        var text = string.Concat(Enumerable.Repeat("é", 5_000_000));
        Assert.ThrowsAny<OperationCanceledException>(() => counter.Count(text, stop.Token));
    }

    [Fact]
    public void Tiktoken_file_that_lacks_a_byte_is_refused()
    {
        var lines = Tiktoken().Split('\n');
        Assert.Contains("has no token for byte 0x41", Refusal(_tiny.Write("cl100k.tiktoken", string.Join('\n', lines.Where((_, i) => i != 0x41)))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Meta-Llama-3-8B", "tiktoken llama3")]
    [InlineData("Llama-3.1-8B/original", "tiktoken llama3")]
    [InlineData("Qwen_7B", "tiktoken qwen")]
    public void Folder_says_how_text_is_cut_where_its_file_does_not(string folder, string kind)
    {
        Directory.CreateDirectory(Path.Combine(_tiny.Folder, folder));
        _tiny.Write(Path.Combine(folder, "tokenizer.model"), Tiktoken());
        using var counter = TokenizerFiles.Load(Path.Combine(_tiny.Folder, folder));
        Assert.Equal($"tokenizer.model ({kind}, 265 tokens)", counter.Description);
        Assert.Equal(2, counter.Tokens("hello world"));
    }

    [Fact]
    public void Name_of_the_file_says_more_than_that_of_its_folder()
    {
        Directory.CreateDirectory(Path.Combine(_tiny.Folder, "Qwen-7B"));
        using var counter = TokenizerFiles.Load(_tiny.Write(Path.Combine("Qwen-7B", "cl100k_base.tiktoken"), Tiktoken()));
        Assert.Contains("tiktoken cl100k", counter.Description, StringComparison.Ordinal);
    }

    // Ranks by length: any pair that makes a token is merged when it is the lowest.
    private static string Tiktoken()
    {
        string[] words = ["he", "ll", "hell", "hello", " w", "or", " wor", "ld", " world"];
        var tokens = Enumerable.Range(0, 256).Select(value => new[] { (byte)value }).Concat(words.Select(Encoding.UTF8.GetBytes));
        return string.Concat(tokens.Select((bytes, rank) => $"{Convert.ToBase64String(bytes)} {rank}\n"));
    }

    private static string Refusal(string path)
    {
        var message = Assert.Throws<OptionException>(() => TokenizerFiles.Load(path)).Message;
        Assert.DoesNotContain('\n', message);
        Assert.StartsWith($"--tokenizer {path} ", message, StringComparison.Ordinal);
        return message;
    }
}
