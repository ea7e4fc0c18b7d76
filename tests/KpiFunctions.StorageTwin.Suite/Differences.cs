using System.Reflection;

namespace KpiFunctions.StorageTwin.Suite;

/// <summary>All known differences; <c>docs/storage-twin.md</c> has the same list.</summary>
public static class Differences
{
    public static readonly Difference TableNameCase = new("Creating a table under the name of another one in upper case", "409 TableAlreadyExists", "?");
    public static readonly Difference TransactionOnMissingTable = new("A transaction on a missing table", "404 TableNotFound at 0", "?");
    public static readonly Difference SlashInKey = new("A key with `/`", "400 OutOfRangeInput", "?");
    public static readonly Difference BackslashInKey = new("A key with `\\`", "400 OutOfRangeInput", "?");
    public static readonly Difference HashInKey = new("A key with `#`", "400 OutOfRangeInput", "?");
    public static readonly Difference QuestionMarkInKey = new("A key with `?`", "400 OutOfRangeInput", "?");
    public static readonly Difference ControlCharacterInKey = new("A key with a control character", "400 OutOfRangeInput", "?");
    public static readonly Difference LongKey = new("A key of 513 characters", "400 PropertyValueTooLarge", "?");
    public static readonly Difference LongText = new("A text of 32,769 characters", "400 PropertyValueTooLarge", "?");
    public static readonly Difference LongBinary = new("A binary of 65,537 bytes", "400 PropertyValueTooLarge", "?");
    public static readonly Difference ManyProperties = new("A row with 253 properties of its own", "400 TooManyProperties", "?");
    public static readonly Difference ManyPropertiesByMerge = new("A merge that makes a row have 253 properties", "400 TooManyProperties", "?");
    public static readonly Difference LargeRow = new("A row larger than 1 MiB", "400 EntityTooLarge", "?");
    public static readonly Difference PropertyName = new("A property named `a-b`", "400 PropertyNameInvalid", "?");
    public static readonly Difference LongPropertyName = new("A property's name of 256 characters", "400 PropertyNameTooLong", "?");
    public static readonly Difference EarlyInstant = new("An instant before the year 1601", "400 OutOfRangeInput", "?");
    public static readonly Difference BinaryFilter = new("Rows found by a binary literal", "a", "?");
    public static readonly Difference NotEqualOfMissing = new("Rows found by `ne` of a property that some don't have", "z", "?");
    public static readonly Difference Int64ByInt32 = new("Rows found by comparing an Int64 with a literal without `L`", "", "?");
    public static readonly Difference NumberByText = new("Rows found by comparing a number with a text", "", "?");
    public static readonly Difference LargePage = new("A page of more than 1,000 rows", "400 InvalidInput", "?");
    public static readonly Difference MixedPartitions = new("A transaction of two partitions", "400 CommandsInBatchActOnDifferentPartitions at 1", "?");
    public static readonly Difference RowTwice = new("A transaction with a row twice", "400 InvalidDuplicateRow at 1", "?");
    public static readonly Difference ManyActions = new("A transaction of 101 actions", "400 InvalidInput at 99", "?");
    public static readonly Difference LargeTransaction = new("A transaction of more than 4 MiB", "413 RequestBodyTooLarge", "?");
    public static readonly Difference LongTextInTransaction = new("A text of 32,769 characters within a transaction", "400 PropertyValueTooLarge at 1", "?");
    public static readonly Difference MatchOfMissingBlob = new("An upload of a missing blob with `If-Match: *`", "412 ConditionNotMet", "?");
    public static readonly Difference LeaseNotThere = new("An upload that names a lease which the blob does not have", "412 LeaseNotPresentWithBlobOperation", "?");
    public static readonly Difference DeleteByStaleReceipt = new("Deleting a message by a receipt that is no longer the newest", "404 MessageNotFound", "?");
    public static readonly Difference UpdateByStaleReceipt = new("Updating a message by a receipt that is no longer the newest", "404 MessageNotFound", "?");
    public static readonly Difference LargeMessage = new("A message of 65,537 bytes", "413 RequestBodyTooLarge", "?");

    public static IReadOnlyList<Difference> All { get; } =
        [.. typeof(Differences).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (Difference)field.GetValue(null)!)];
}
