namespace VllmStream.Simulation;

/// <summary>One kind of fault: parser, errors and documentation are all made from this.</summary>
/// <param name="Name">Its name in a script.</param>
/// <param name="Help">What it does, in one line.</param>
/// <param name="Parameters">Its arguments, in the order in which they may stand without names.</param>
/// <param name="Apply">Puts it into an answer that is about to begin.</param>
internal sealed record FaultDefinition(string Name, string Help, IReadOnlyList<FaultParameter> Parameters, Action<FaultRun, FaultArguments> Apply)
{
    /// <summary>How it is written: name(argument=default, ...).</summary>
    public string Usage => Parameters.Count == 0 ? Name : $"{Name}({string.Join(", ", Parameters.Select(Written))})";

    private static string Written(FaultParameter parameter) => parameter switch
    {
        { Value: FaultValue.Recipe } => "ITEM ...",
        { Value: FaultValue.Word } => $"{parameter.Name}={string.Join('|', parameter.Words)}",
        { IsRequired: true } => $"{parameter.Name}=…",
        { Default: null } => $"[{parameter.Name}=…]",
        _ => $"{parameter.Name}={parameter.Default}",
    };
}
