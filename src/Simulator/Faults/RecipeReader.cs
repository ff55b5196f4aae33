using System.Globalization;

namespace VllmStream.Simulation;

/// <summary>
/// Reads a recipe: {item ["*" N] ["@" time ["+" time]] | "//"}. An item is a text in quotes, whose bytes are sent as they are, or one of
/// <see cref="RecipeItems"/>. With a time it is sent then, counted from the arrival of the request, and each repetition so much later
/// than the one before; "//" ends a write.
/// </summary>
internal static class RecipeReader
{
    private const int MostRepeats = 1_000_000;

    /// <summary>The steps up to the closing parenthesis; the cursor stands behind the opening one.</summary>
    /// <exception cref="FaultSyntaxException">It cannot be read.</exception>
    public static StreamRecipe Read(ScriptCursor cursor)
    {
        var steps = new List<RecipeStep>();
        var isNewWrite = false;
        while (true)
        {
            cursor.While(c => char.IsWhiteSpace(c) || c == ',');
            if (cursor.TryTake(')')) return new StreamRecipe(steps);
            if (cursor.IsAtEnd) throw cursor.Error("the recipe is not closed; add )");
            if (cursor.TryTake("//"))
            {
                isNewWrite = true;
                continue;
            }

            var item = ReadItem(cursor);
            var repeats = cursor.TryTake('*') ? ReadCount(cursor) : 1;
            TimeSpan? at = cursor.TryTake('@') ? ReadTime(cursor) : null;
            var period = at is not null && cursor.TryTake('+') ? ReadTime(cursor) : TimeSpan.Zero;
            for (var i = 0; i < repeats; i++) steps.AddRange([item[0] with { At = at + i * period, IsNewWrite = isNewWrite && i == 0 }, .. item.Skip(1)]);
            isNewWrite = false;
        }
    }

    private static RecipeStep[] ReadItem(ScriptCursor cursor)
    {
        if (cursor.Current == '"') return [new RecipeStep(PieceKind.Other, cursor.Quoted(), Tokens: 0, At: null, IsNewWrite: false)];
        var start = cursor.Position;
        var name = cursor.Word();
        var values = cursor.TryTake('(') ? cursor.Values() : [];
        return RecipeItems.Make(name, values) ?? throw cursor.Error($"{(name.Length == 0 ? cursor.Current : name)} is no item with these arguments; items are {RecipeItems.Usage}", start);
    }

    private static int ReadCount(ScriptCursor cursor)
    {
        var start = cursor.Position;
        return FaultNumber.TryCount(cursor.While(char.IsAsciiDigit), out var count) && count <= MostRepeats ? count : throw cursor.Error($"after * stands a number up to {MostRepeats}", start);
    }

    private static TimeSpan ReadTime(ScriptCursor cursor)
    {
        var start = cursor.Position;
        var text = cursor.While(c => char.IsAsciiLetterOrDigit(c) || c == '.');
        // A number alone is milliseconds: a recipe has many of them.
        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)) text += "ms";
        return FaultNumber.TryTime(text, out var time) && time >= TimeSpan.Zero ? time : throw cursor.Error("after @ and + stands a time: 500, 500ms or 2s", start);
    }
}
