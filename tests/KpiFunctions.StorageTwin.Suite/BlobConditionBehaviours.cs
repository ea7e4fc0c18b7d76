using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>Conditions on a blob's version.</summary>
public abstract class BlobConditionBehaviours(SuiteStorage storage) : SuiteTests(storage)
{
    [Fact]
    public async Task An_upload_over_the_version_read_succeeds_once()
    {
        var (blob, version) = await NewBlobAsync();
        (await OutcomeOf(() => PutAsync(blob, new() { IfMatch = version }))).ShouldBe(Done);
        (await OutcomeOf(() => PutAsync(blob, new() { IfMatch = version }))).ShouldBe("412 ConditionNotMet");
    }

    [Fact]
    public async Task An_upload_over_any_version_needs_a_blob()
    {
        var (blob, _) = await NewBlobAsync();
        (await OutcomeOf(() => PutAsync(blob, new() { IfMatch = ETag.All }))).ShouldBe(Done);
        await blob.DeleteAsync(cancellationToken: Token);
        (await OutcomeOf(() => PutAsync(blob, new() { IfMatch = ETag.All }))).ShouldBe("412 ConditionNotMet");
    }

    [Fact]
    public async Task An_upload_of_a_new_blob_needs_its_absence()
    {
        var (blob, _) = await NewBlobAsync();
        (await OutcomeOf(() => PutAsync(blob, new() { IfNoneMatch = ETag.All }))).ShouldBe("409 BlobAlreadyExists");
        await blob.DeleteAsync(cancellationToken: Token);
        (await OutcomeOf(() => PutAsync(blob, new() { IfNoneMatch = ETag.All }))).ShouldBe(Done);
    }

    [Fact]
    public async Task Of_concurrent_uploads_of_a_new_blob_one_succeeds()
    {
        var blob = (await Storage.NewContainerAsync()).GetBlobClient("race");
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OutcomeOf(() => PutAsync(blob, new() { IfNoneMatch = ETag.All }))));
        outcomes.Count(outcome => outcome == Done).ShouldBe(1);
        outcomes.Count(outcome => outcome == "409 BlobAlreadyExists").ShouldBe(7);
    }

    [Fact]
    public async Task A_download_of_a_version_fails_over_another()
    {
        var (blob, version) = await NewBlobAsync();
        (await OutcomeOf(() => GetAsync(blob, new() { IfMatch = version }))).ShouldBe(Done);
        await PutAsync(blob, new());
        (await OutcomeOf(() => GetAsync(blob, new() { IfMatch = version }))).ShouldBe("412 ConditionNotMet");
    }

    [Fact]
    public async Task A_download_of_a_version_of_a_missing_blob_fails()
    {
        var (blob, version) = await NewBlobAsync();
        await blob.DeleteAsync(cancellationToken: Token);
        ShouldBe(Differences.ReadOfMissingVersion, await OutcomeOf(() => GetAsync(blob, new() { IfMatch = version })));
    }

    [Fact]
    public async Task A_change_of_a_version_of_a_missing_blob_fails()
    {
        var (blob, version) = await NewBlobAsync();
        await blob.DeleteAsync(cancellationToken: Token);
        (await OutcomeOf(() => blob.DeleteAsync(conditions: new() { IfMatch = version }, cancellationToken: Token))).ShouldBe("412 ConditionNotMet");
        (await OutcomeOf(() => PutAsync(blob, new() { IfMatch = version }))).ShouldBe("412 ConditionNotMet");
    }

    [Fact]
    public async Task A_download_of_what_is_newer_answers_304()
    {
        var (blob, version) = await NewBlobAsync();
        (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfNoneMatch = version } }, Token)).GetRawResponse().Status.ShouldBe(304);
        await PutAsync(blob, new());
        (await blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = new() { IfNoneMatch = version } }, Token)).GetRawResponse().Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_delete_of_a_version_spares_another()
    {
        var (blob, version) = await NewBlobAsync();
        await PutAsync(blob, new());
        (await OutcomeOf(() => blob.DeleteAsync(conditions: new() { IfMatch = version }, cancellationToken: Token))).ShouldBe("412 ConditionNotMet");
        (await blob.ExistsAsync(Token)).Value.ShouldBeTrue();
    }

    [Fact]
    public async Task Metadata_is_set_on_a_version()
    {
        var (blob, version) = await NewBlobAsync();
        await PutAsync(blob, new());
        var outcome = await OutcomeOf(() => blob.SetMetadataAsync(new Dictionary<string, string> { ["a"] = "b" }, new() { IfMatch = version }, Token));
        outcome.ShouldBe("412 ConditionNotMet");
    }

    private static Task<Response<BlobContentInfo>> PutAsync(BlobClient blob, BlobRequestConditions conditions) =>
        blob.UploadAsync(new BinaryData("x"), new BlobUploadOptions { Conditions = conditions }, Token);

    private static Task<Response<BlobDownloadResult>> GetAsync(BlobClient blob, BlobRequestConditions conditions) =>
        blob.DownloadContentAsync(new BlobDownloadOptions { Conditions = conditions }, Token);

    private async Task<(BlobClient Blob, ETag Version)> NewBlobAsync()
    {
        var blob = (await Storage.NewContainerAsync()).GetBlobClient("blob");
        return (blob, (await blob.UploadAsync(new BinaryData("x"), Token)).Value.ETag);
    }
}
