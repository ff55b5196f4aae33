namespace VllmStream.Simulation;

/// <summary>Reads a script: fault {";" fault}, where a fault is name ["(" [name "="] value {"," ...} ")"]; a comma separates faults too.</summary>
internal static class FaultScriptReader
{
    /// <exception cref="FaultSyntaxException">It cannot be read.</exception>
    public static FaultScript Read(string script)
    {
        var cursor = new ScriptCursor(script);
        var faults = new List<Fault>();
        cursor.SkipBlanks();
        if (cursor.IsAtEnd) throw cursor.Error("it is empty; write a fault such as stall(5s)");
        if (script.Trim() == "none") return FaultScript.None;
        while (!cursor.IsAtEnd)
        {
            faults.Add(ReadFault(cursor));
            cursor.SkipBlanks();
            if (cursor.IsAtEnd) break;
            if (!cursor.TryTake(';') && !cursor.TryTake(',')) throw cursor.Error("between two faults stands ;");
            cursor.SkipBlanks();
        }

        return new FaultScript(faults);
    }

    private static Fault ReadFault(ScriptCursor cursor)
    {
        var start = cursor.Position;
        var name = cursor.Word();
        if (name.Length == 0) throw cursor.Error("here stands the name of a fault, such as stall");
        var definition = FaultTable.Find(name) ?? throw cursor.Error($"there is no fault {name}; {Advice(name)}", start);
        var given = new Dictionary<string, string>();
        StreamRecipe? recipe = null;
        if (cursor.TryTake('('))
        {
            if (definition.Parameters is [{ Value: FaultValue.Recipe }]) recipe = RecipeReader.Read(cursor);
            else ReadArguments(cursor, definition, given);
        }
        else if (definition.Parameters is [{ Value: FaultValue.Recipe }])
        {
            throw cursor.Error($"{name} wants what it plays: {name}(R C(a)@300 tail(1))");
        }

        foreach (var parameter in definition.Parameters.Where(parameter => parameter.IsRequired && !given.ContainsKey(parameter.Name)))
            throw cursor.Error($"{name} wants {parameter.Name}, {parameter.Expected}: {definition.Usage}");
        return new Fault(definition, new FaultArguments(definition, given, recipe));
    }

    private static void ReadArguments(ScriptCursor cursor, FaultDefinition definition, Dictionary<string, string> given)
    {
        cursor.SkipBlanks();
        if (cursor.TryTake(')')) return;
        do
        {
            cursor.SkipBlanks();
            ReadArgument(cursor, definition, given);
            cursor.SkipBlanks();
        }
        while (cursor.TryTake(','));
        if (!cursor.TryTake(')')) throw cursor.Error($"{definition.Name}( is not closed; add )");
    }

    private static void ReadArgument(ScriptCursor cursor, FaultDefinition definition, Dictionary<string, string> given)
    {
        var start = cursor.Position;
        var parameter = ReadName(cursor, definition) ?? definition.Parameters.FirstOrDefault(parameter => !given.ContainsKey(parameter.Name));
        var value = cursor.Value();
        // A text may have = in it; a name that is none must not become the value of something else.
        if (parameter is null || (parameter.Value != FaultValue.Text && value.Contains('=', StringComparison.Ordinal)))
            throw cursor.Error($"{definition.Name} has no argument {value.Split('=')[0]}; write {definition.Usage}", start);
        if (!parameter.Accepts(value)) throw cursor.Error($"{parameter.Name} of {definition.Name} is {parameter.Expected}, not {(value.Length == 0 ? "empty" : value)}", start);
        if (!given.TryAdd(parameter.Name, value)) throw cursor.Error($"{parameter.Name} of {definition.Name} is there twice", start);
    }

    // The name before an =; null, with nothing taken, where there is none.
    private static FaultParameter? ReadName(ScriptCursor cursor, FaultDefinition definition)
    {
        var start = cursor.Position;
        var name = cursor.Word();
        cursor.SkipBlanks();
        if (cursor.TryTake('=') && definition.Parameters.FirstOrDefault(parameter => parameter.Name == name) is { } parameter) return parameter;
        cursor.Position = start;
        return null;
    }

    private static string Advice(string name) =>
        FaultTable.Nearest(name) is { } near ? $"did you mean {near}?" : "the list is in docs/faults.md and in: vllmstream explain faults";
}
