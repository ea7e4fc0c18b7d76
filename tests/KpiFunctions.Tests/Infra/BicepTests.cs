using KpiFunctions.Tests.Functions;

namespace KpiFunctions.Tests.Infra;

public sealed class BicepTests
{
    public static TheoryData<string> ParameterFiles =>
        [.. Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicepparam").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task The_template_is_taken_without_a_word() => ShouldBeSilent(await BicepCommand.BuildMainAsync());

    [Theory]
    [MemberData(nameof(ParameterFiles))]
    public async Task The_parameters_of_every_environment_are_taken_without_a_word(string file) =>
        ShouldBeSilent(await BicepCommand.BuildAsync("build-params", file));

    [Fact]
    public void There_are_parameters_for_development_for_production_and_for_azd() =>
        Directory.EnumerateFiles(Repository.PathOf("infra"), "*.bicepparam").Select(path => Path.GetFileName(path))
            .ShouldBe(["dev.bicepparam", "main.bicepparam", "prod.bicepparam"], ignoreOrder: true);

    // A type error is a warning to the command, and its exit code is 0 all the same.
    private static void ShouldBeSilent(BicepCommand.Build build)
    {
        (build.Result.Output + build.Result.Error).ShouldBeEmpty();
        build.Result.ExitCode.ShouldBe(0);
        build.Template.ShouldNotBeNull();
    }
}
