using KpiFunctions.Pipeline.Runs.State;

namespace KpiFunctions.Tests.Runs;

public sealed class MessageTests
{
    [Fact]
    public void A_message_comes_out_as_it_went_in()
    {
        var message = new SendMessage("confiserie", "2026-W47", "abc");
        MessageJson.Read<SendMessage>(MessageJson.Write(message)).ShouldBe(message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"client":null,"occurrence":"2026-W47","recipient":"x"}""")]
    [InlineData("not json")]
    public void What_is_not_a_message_is_refused_by_name(string text) =>
        Should.Throw<FormatException>(() => MessageJson.Read<SendMessage>(text)).Message.ShouldContain(nameof(SendMessage));

    [Fact]
    public void A_blob_event_names_its_blob_even_below_folders() =>
        BlobEvent.Of(BlobEvent.Created, "imports", "confiserie/blobs/a b.csv").Blob().ShouldBe(("imports", "confiserie/blobs/a b.csv"));

    [Fact]
    public void The_event_that_Event_Grid_sends_is_understood()
    {
        const string text = """
            {"specversion":"1.0","id":"9aeb0fdf-c01e-0131-0922-9eb54906e209","source":"/subscriptions/x/resourceGroups/r/providers/Microsoft.Storage/storageAccounts/data",
             "type":"Microsoft.Storage.BlobCreated","time":"2026-11-15T20:45:41Z","subject":"/blobServices/default/containers/clients/blobs/confiserie.json",
             "data":{"api":"PutBlob","eTag":"0x8D4BCC2E4835CD0","contentType":"application/json","url":"https://data.blob.core.windows.net/clients/confiserie.json"}}
            """;
        MessageJson.Read<BlobEvent>(text).Blob().ShouldBe(("clients", "confiserie.json"));
    }

    [Theory]
    [InlineData("/something/else")]
    [InlineData("/blobServices/default/containers/clients")]
    public void An_event_about_something_else_is_refused(string subject) =>
        Should.Throw<FormatException>(() => new BlobEvent { Type = BlobEvent.Created, Subject = subject }.Blob());
}
