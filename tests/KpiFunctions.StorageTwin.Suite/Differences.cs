using System.Reflection;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>All known differences; <c>docs/storage-twin.md</c> has the same list.</summary>
public static class Differences
{
    public static readonly Difference SlashInKey = new("Inserting a key with `/`", "400 OutOfRangeInput", "400 InvalidInput");
    public static readonly Difference BackslashInKey = new("Inserting a key with `\\`", "400 OutOfRangeInput", "400 InvalidInput");
    public static readonly Difference HashInKey = new("Inserting a key with `#`", "400 OutOfRangeInput", "400 InvalidInput");
    public static readonly Difference QuestionMarkInKey = new("Inserting a key with `?`", "400 OutOfRangeInput", "400 InvalidInput");
    public static readonly Difference ControlCharacterInKey = new("Inserting a key with a control character", "400 OutOfRangeInput", "400 InvalidInput");
    public static readonly Difference LongKey = new("Inserting a key of 513 characters (1,026 bytes)", "400 KeyValueTooLarge", "400 InvalidInput");
    public static readonly Difference ManyProperties = new("Inserting a row with 253 properties of its own", "400 TooManyProperties", "done");
    public static readonly Difference ManyPropertiesByMerge = new("A merge after which a row would have 253 properties", "400 TooManyProperties", "done");
    public static readonly Difference LargeRow = new("Inserting a row larger than 1 MiB", "400 EntityTooLarge", "done");
    public static readonly Difference PropertyName = new("A property named `a-b`", "400 PropertyNameInvalid", "done");
    public static readonly Difference LongPropertyName = new("A property's name of 256 characters", "400 PropertyNameTooLong", "done");
    public static readonly Difference EarlyInstant = new("An instant before the year 1601", "400 OutOfRangeInput", "done");
    public static readonly Difference ExponentLiteral = new("Rows found by `Double lt 1e1`", "abcd", "none");
    public static readonly Difference LargePage = new("A query with a page size of 1,001", "400 InvalidInput", "done");
    public static readonly Difference MixedPartitions = new("A transaction of two partitions", "400 CommandsInBatchActOnDifferentPartitions at 1", "done");
    public static readonly Difference ManyActions = new("A transaction of 101 actions", "400 InvalidInput at 99", "InvalidOperationException");
    public static readonly Difference RangeBehindEnd = new("Downloading a range that begins at a blob's end", "416 InvalidRange", "done");
    public static readonly Difference ReadOfMissingVersion = new("Downloading a missing blob with `If-Match`", "404 BlobNotFound", "412 ConditionNotMet");
    public static readonly Difference LeaseOfMissingBlob = new("Uploading a new blob with the id of a lease", "412 LeaseNotPresentWithBlobOperation", "done");
    public static readonly Difference ReceiveNone = new("Receiving 0 messages", "400 OutOfRangeQueryParameterValue", "400");
    public static readonly Difference DeleteByStaleReceipt = new("Deleting a message by a receipt that is no longer the newest", "404 MessageNotFound", "400 PopReceiptMismatch");
    public static readonly Difference UpdateByStaleReceipt = new("Updating a message by a receipt that is no longer the newest", "404 MessageNotFound", "400 PopReceiptMismatch");

    public static IReadOnlyList<Difference> All { get; } =
        [.. typeof(Differences).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Difference)field.GetValue(null)!)];
}
