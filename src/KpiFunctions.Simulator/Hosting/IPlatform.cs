using KpiFunctions.Simulator.Faults;
using KpiFunctions.Simulator.Wire;

namespace KpiFunctions.Simulator.Hosting;

/// <summary>A platform that the simulator plays.</summary>
internal interface IPlatform
{
    /// <summary>The name that faults are set by: <c>facebook</c>.</summary>
    string Name { get; }

    bool Serves(string host);

    /// <summary>The account that a request is about; null where it names none.</summary>
    string? AccountOf(WireRequest request);

    /// <summary>Answers in the platform's own words.</summary>
    WireReply Answer(WireRequest request, Conditions conditions);

    /// <summary>Says in the platform's own form of errors that something is wrong.</summary>
    WireReply Fail(FaultKind kind, WireRequest request);
}
