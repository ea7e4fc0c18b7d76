namespace KpiFunctions.StorageTwin.Queues;

/// <summary>A message as the queue holds it; <see cref="Text"/> is what stands in the XML, encoded or not.</summary>
/// <param name="Sequence">Its place among messages that became visible at the same instant.</param>
internal sealed record Message(string Id, long Sequence, string Text, DateTimeOffset Inserted, DateTimeOffset Expires, DateTimeOffset VisibleAt, string PopReceipt, int DequeueCount);
