namespace VllmStream.Tests.EndToEnd.Harness;

/// <summary>Bytes of the body and when they are due, in milliseconds after the request arrived; null = straight after the step before.</summary>
internal sealed record ReplyStep(double? AtMs, byte[] Body);
