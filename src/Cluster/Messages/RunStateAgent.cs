namespace VllmStream.Cluster.Messages;

/// <summary>An agent of a run.</summary>
/// <param name="Id">Its random id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Region">Where it is.</param>
/// <param name="Share">Its share, from 0.</param>
/// <param name="Labels">What else it told of itself.</param>
/// <param name="CeilingPerSecond">Events per second that it was measured to take; null = not measured.</param>
public sealed record RunStateAgent(string Id, string Name, string Region, int Share, string Labels = "", double? CeilingPerSecond = null);
