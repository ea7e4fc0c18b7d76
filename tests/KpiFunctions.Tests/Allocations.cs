namespace KpiFunctions.Tests;

/// <summary>
/// Measures work by the memory that it allocates, which does not depend on how busy the machine is, as time does. The
/// work has to stay on the caller's thread.
/// </summary>
internal static class Allocations
{
    /// <summary>The bytes that the work allocates, freed ones included.</summary>
    public static long Of(Action work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
