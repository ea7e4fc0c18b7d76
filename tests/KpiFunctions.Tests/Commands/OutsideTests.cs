using System.Net.Sockets;
using Azure;
using Azure.Identity;
using KpiFunctions.Cli;
using KpiFunctions.Cli.Hosting;

namespace KpiFunctions.Tests.Commands;

/// <summary>What is wrong outside the program is said in a line or two; its own faults are shown whole.</summary>
public sealed class OutsideTests
{
    public static TheoryData<Exception, string> Known => new()
    {
        { new CredentialUnavailableException("a long story"), "az login" },
        { new AuthenticationFailedException("a long story"), "az login" },
        { new RequestFailedException(403, "This request is not authorized.", "AuthorizationPermissionMismatch", null), "(AuthorizationPermissionMismatch)" },
        { new AggregateException("Retry failed after 4 tries.", new RequestFailedException("Name or service not known (foo.table.core.windows.net:443)")), "foo.table.core.windows.net" },
        { new HttpRequestException("Connection refused", new SocketException(111)), "Connection refused" },
        { new UnauthorizedAccessException("Access to the path 'data/x' is denied."), "data/x" },
        { new IOException("The file 'out/x' already exists."), "out/x" },
    };

    [Theory]
    [MemberData(nameof(Known))]
    public void It_is_two_lines_with_the_likely_fix(Exception exception, string words)
    {
        var lines = Outside.Of(exception).ShouldNotBeNull();
        lines.ShouldContain(words);
        lines.Split('\n').Length.ShouldBe(2);
        lines.ShouldNotContain("   at ");
    }

    [Fact]
    public void A_fault_of_the_program_is_none_of_them()
    {
        Outside.Of(new NotSupportedException()).ShouldBeNull();
        Outside.Of(new RequestFailedException(400, "InvalidInput")).ShouldBeNull();
        Outside.Of(new AggregateException(new ArgumentException("x"))).ShouldBeNull();
    }

    [Fact]
    public async Task A_file_in_place_of_the_storage_and_a_storage_that_is_not_there_are_refused()
    {
        var file = Path.GetTempFileName();
        var missing = file + ".none";
        try
        {
            (await Should.ThrowAsync<UsageException>(() => LocalStorage.OpenAsync(file, _ => { }, TestContext.Current.CancellationToken))).Message.ShouldContain("is a file");
            (await Should.ThrowAsync<UsageException>(() => LocalPipeline.StartAsync(new(missing, TimeProvider.System) { NeedsStorage = true }, _ => { }, TestContext.Current.CancellationToken)))
                .Message.ShouldBe($"There is no storage in {missing}; `kpi add` or `kpi run` makes one.");
            Directory.Exists(missing).ShouldBeFalse();
        }
        finally
        {
            File.Delete(file);
        }
    }
}
