using KpiFunctions.Simulator;
using KpiFunctions.Simulator.Faults;

namespace KpiFunctions.Tests.Simulator;

public sealed class FaultTextTests
{
    public static TheoryData<string> Platforms => [.. SimulatorServer.PlatformNames];

    [Fact]
    public void A_fault_is_written_as_platform_kind_and_account() =>
        Parse("facebook=server-error@201100000000001").Fault.ShouldBe(new(FaultKind.ServerError) { At = "facebook", Account = "201100000000001" });

    [Theory]
    [MemberData(nameof(Platforms))]
    public void Every_platform_can_be_named(string platform) => Parse($"{platform}=no-data").Fault.ShouldNotBeNull().At.ShouldBe(platform);

    [Fact]
    public void Without_an_account_it_hits_all_of_them() =>
        Parse("sendgrid=drop-after-accept").Fault.ShouldBe(new(FaultKind.DropAfterAccept) { At = "sendgrid" });

    [Theory]
    [InlineData("facebok=hang", "allowed: bluesky, facebook")]
    [InlineData("facebook=explode", "drop-connection")]
    [InlineData("facebook", "drop-connection")]
    [InlineData("", "allowed: bluesky, facebook")]
    public void What_is_wrong_is_answered_with_what_is_allowed(string text, string allowed) =>
        Parse(text).Problem.ShouldNotBeNull().ShouldContain(allowed);

    private static (Fault? Fault, string? Problem) Parse(string text) => FaultText.Parse(text, SimulatorServer.PlatformNames);
}
