using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Leases of blobs, without their expiry: the shortest has fifteen seconds, which only the twin's fake time passes.</summary>
public abstract class LeaseBehaviours(SuiteStorage storage) : LeaseTests(storage)
{
    [Fact]
    public async Task A_lease_has_one_holder()
    {
        var blob = await NewBlobAsync();
        (await OutcomeOf(() => LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe(Done);
        (await OutcomeOf(() => LeaseOf(blob, 2).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe("409 LeaseAlreadyPresent");
    }

    [Fact]
    public async Task The_holder_may_acquire_again()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        (await OutcomeOf(() => LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task Of_concurrent_acquirers_one_holds_the_lease()
    {
        var blob = await NewBlobAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 8).Select(index => OutcomeOf(() => LeaseOf(blob, index).AcquireAsync(Minute, cancellationToken: Token))));
        outcomes.Count(outcome => outcome == Done).ShouldBe(1);
    }

    [Fact]
    public async Task Only_the_holder_writes()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        (await OutcomeOf(() => PutAsync(blob, null))).ShouldBe("412 LeaseIdMissing");
        (await OutcomeOf(() => PutAsync(blob, 2))).ShouldBe("412 LeaseIdMismatchWithBlobOperation");
        (await OutcomeOf(() => PutAsync(blob, 1))).ShouldBe(Done);
        (await OutcomeOf(() => PutAsync(blob, 1))).ShouldBe(Done);
    }

    [Fact]
    public async Task Only_the_holder_deletes()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        (await OutcomeOf(() => blob.DeleteAsync(cancellationToken: Token))).ShouldBe("412 LeaseIdMissing");
        (await OutcomeOf(() => blob.DeleteAsync(conditions: new() { LeaseId = IdOf(1) }, cancellationToken: Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task Everyone_reads_a_leased_blob()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        (await OutcomeOf(() => blob.DownloadContentAsync(Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_lease_is_seen_in_the_properties()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        var read = (await blob.GetPropertiesAsync(cancellationToken: Token)).Value;
        (read.LeaseState, read.LeaseStatus, read.LeaseDuration).ShouldBe((LeaseState.Leased, LeaseStatus.Locked, LeaseDurationType.Fixed));
    }

    [Fact]
    public async Task An_endless_lease_says_so()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(BlobLeaseClient.InfiniteLeaseDuration, cancellationToken: Token);
        (await blob.GetPropertiesAsync(cancellationToken: Token)).Value.LeaseDuration.ShouldBe(LeaseDurationType.Infinite);
    }

    [Theory]
    [InlineData(14)]
    [InlineData(61)]
    public async Task A_lease_has_15_to_60_seconds(int seconds)
    {
        var blob = await NewBlobAsync();
        (await OutcomeOf(() => LeaseOf(blob, 1).AcquireAsync(TimeSpan.FromSeconds(seconds), cancellationToken: Token))).ShouldBe("400 InvalidHeaderValue");
    }

    [Fact]
    public async Task The_holder_renews()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        (await OutcomeOf(() => LeaseOf(blob, 1).RenewAsync(cancellationToken: Token))).ShouldBe(Done);
        (await OutcomeOf(() => LeaseOf(blob, 2).RenewAsync(cancellationToken: Token))).ShouldBe("409 LeaseIdMismatchWithLeaseOperation");
    }

    [Fact]
    public async Task A_released_lease_is_free()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        (await OutcomeOf(() => LeaseOf(blob, 2).ReleaseAsync(cancellationToken: Token))).ShouldBe("409 LeaseIdMismatchWithLeaseOperation");
        await LeaseOf(blob, 1).ReleaseAsync(cancellationToken: Token);
        (await OutcomeOf(() => LeaseOf(blob, 2).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe(Done);
        (await OutcomeOf(() => LeaseOf(blob, 1).RenewAsync(cancellationToken: Token))).ShouldBe("409 LeaseIdMismatchWithLeaseOperation");
    }

    [Fact]
    public async Task A_broken_lease_is_free_and_not_renewed()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        await LeaseOf(blob, 2).BreakAsync(TimeSpan.Zero, cancellationToken: Token);
        (await blob.GetPropertiesAsync(cancellationToken: Token)).Value.LeaseState.ShouldBe(LeaseState.Broken);
        (await OutcomeOf(() => LeaseOf(blob, 1).RenewAsync(cancellationToken: Token))).ShouldBe("409 LeaseIsBrokenAndCannotBeRenewed");
        (await OutcomeOf(() => LeaseOf(blob, 2).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe(Done);
    }

    [Fact]
    public async Task A_write_may_not_name_a_lease_that_is_not_there()
    {
        var blob = await NewBlobAsync();
        (await OutcomeOf(() => PutAsync(blob, 1))).ShouldBe("412 LeaseNotPresentWithBlobOperation");
    }

    [Fact]
    public async Task A_new_blob_may_not_name_a_lease()
    {
        var blob = (await Storage.NewContainerAsync()).GetBlobClient("missing");
        ShouldBe(Differences.LeaseOfMissingBlob, await OutcomeOf(() => PutAsync(blob, 1)));
    }

    [Fact]
    public async Task A_missing_blob_has_no_lease()
    {
        var blob = (await Storage.NewContainerAsync()).GetBlobClient("missing");
        (await OutcomeOf(() => LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token))).ShouldBe("404 BlobNotFound");
    }

    [Fact]
    public async Task A_holder_changes_the_leases_id()
    {
        var blob = await NewBlobAsync();
        await LeaseOf(blob, 1).AcquireAsync(Minute, cancellationToken: Token);
        await LeaseOf(blob, 1).ChangeAsync(IdOf(2), cancellationToken: Token);
        (await OutcomeOf(() => PutAsync(blob, 1))).ShouldBe("412 LeaseIdMismatchWithBlobOperation");
        (await OutcomeOf(() => PutAsync(blob, 2))).ShouldBe(Done);
    }
}
