namespace VllmStream.Profiling.Options.Scenarios;

/// <summary>Every key of a scenario file: the reader, its errors, the JSON Schema and the documentation are made from this.</summary>
public static class ScenarioKeys
{
    private const ScenarioPlaces Requests = ScenarioPlaces.Defaults | ScenarioPlaces.Task | ScenarioPlaces.Step;
    private const ScenarioPlaces Single = ScenarioPlaces.Task | ScenarioPlaces.Step;

    /// <summary>The keys.</summary>
    public static IReadOnlyList<ScenarioKey> All { get; } =
    [
        new("name", ScenarioPlaces.Top | Single, ScenarioValue.Text, "name of the scenario, task or step; a step's name is its group"),
        new("description", ScenarioPlaces.Top, ScenarioValue.Text, "for people"),
        new("users", ScenarioPlaces.Top, ScenarioValue.Map, "how many users, how fast they come, how long they think"),
        new("lists", ScenarioPlaces.Top, ScenarioValue.Map, "named lists of texts to choose from: a list, or the name of a text file with one text per line"),
        new("defaults", ScenarioPlaces.Top, ScenarioValue.Map, "what every step has unless it says otherwise"),
        new("on_start", ScenarioPlaces.Top, ScenarioValue.List, "steps every user does once; recorded and excluded as warm-up is"),
        new("tasks", ScenarioPlaces.Top, ScenarioValue.List, "what users do"),
        new("count", ScenarioPlaces.Users, ScenarioValue.Count, "users at a time"),
        new("spawn_rate", ScenarioPlaces.Users, ScenarioValue.Number, "users that begin per second; all at once without it"),
        new("think", ScenarioPlaces.Users | Single, ScenarioValue.Time, "pause behind a task, a step, or a turn: 2s, or 0.5s..2s by chance"),
        new("weight", ScenarioPlaces.Task, ScenarioValue.Number, "how often, relative to the other tasks (1)"),
        new("turns", ScenarioPlaces.Task, ScenarioValue.Count, "requests of one conversation whose history grows; each turn is a group"),
        new("sequence", ScenarioPlaces.Task, ScenarioValue.List, "steps one after the other, in place of a single request; a step that fails ends it"),
        new("set", Single, ScenarioValue.Map, "variables: a value, one_of(list) by chance, or next(list) in turn"),
        new("capture", Single, ScenarioValue.Map, "variables from the answer: a JSON Pointer such as /data/0/id, or text"),
        new("endpoint", Requests, ScenarioValue.Text, "the API, or a path that begins with a slash (chat)"),
        new("model", Requests, ScenarioValue.Text, "model name (-m, else the first of /v1/models)"),
        new("mode", Requests, ScenarioValue.Text, "stream or nonstream"),
        new("system", Requests, ScenarioValue.Text, "system message"),
        new("prompt", Single, ScenarioValue.Text, "the prompt; for other endpoints the input or the query"),
        new("prompts", Single, ScenarioValue.Texts, "prompts to choose from by chance"),
        new("prompts_file", Single, ScenarioValue.Text, "a file of prompts beside the scenario, in any format that --prompts takes"),
        new("documents", Single, ScenarioValue.Texts, "texts that rerank and score hold against the prompt"),
        new("isl", Requests, ScenarioValue.Length, "tokens of a synthetic prompt, where none is given"),
        new("max_tokens", Requests, ScenarioValue.Length, "the most tokens of an answer: a number, or a law as --osl takes it"),
        new("ignore_eos", Requests, ScenarioValue.Flag, "asks the server to go on to max_tokens"),
        new("temperature", Requests, ScenarioValue.Number, "sampling temperature"),
        new("top_p", Requests, ScenarioValue.Number, "nucleus sampling"),
        new("body", Requests, ScenarioValue.Map, "members added to the request body, replacing ours of the same name"),
        new("headers", Requests, ScenarioValue.Map, "headers beside those of the run"),
        new("expect", Requests, ScenarioValue.Map, "what the answer must be like to count as a success"),
        new("status", ScenarioPlaces.Expect, ScenarioValue.Count, "the HTTP status"),
        new("non_empty", ScenarioPlaces.Expect, ScenarioValue.Flag, "text, or entries in the list"),
        new("min_chars", ScenarioPlaces.Expect, ScenarioValue.Count, "characters of visible text"),
        new("contains", ScenarioPlaces.Expect, ScenarioValue.Texts, "texts it must hold"),
        new("not_contains", ScenarioPlaces.Expect, ScenarioValue.Texts, "texts it must not hold"),
        new("min_dimensions", ScenarioPlaces.Expect, ScenarioValue.Count, "length of the vectors"),
        new("finish_reason", ScenarioPlaces.Expect, ScenarioValue.Texts, "one of these"),
        new("json_schema", ScenarioPlaces.Expect, ScenarioValue.Map, "JSON Schema for the text, or for the document where there is none"),
    ];

    /// <summary>The names that may stand at a place.</summary>
    public static IReadOnlyList<string> NamesAt(ScenarioPlaces place) => [.. All.Where(key => key.Places.HasFlag(place)).Select(key => key.Name)];
}
