using KpiFunctions.StorageTwin.Suite;

namespace KpiFunctions.EndToEnd.StorageTwin;

// The shared suite on Azurite.

[Collection(OnAzurite.Name)]
public sealed class StorageTwinTableTests(AzuriteStorage storage) : TableBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinRowTests(AzuriteStorage storage) : RowBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinRowTypeTests(AzuriteStorage storage) : RowTypeBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinRowLimitTests(AzuriteStorage storage) : RowLimitBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinFilterTests(AzuriteStorage storage) : FilterBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinQueryTests(AzuriteStorage storage) : QueryBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinTransactionTests(AzuriteStorage storage) : TransactionBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinContainerTests(AzuriteStorage storage) : ContainerBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinBlobTests(AzuriteStorage storage) : BlobBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinBlobConditionTests(AzuriteStorage storage) : BlobConditionBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinBlobListTests(AzuriteStorage storage) : BlobListBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinLeaseTests(AzuriteStorage storage) : LeaseBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinQueueTests(AzuriteStorage storage) : QueueBehaviours(storage);

[Collection(OnAzurite.Name)]
public sealed class StorageTwinMessageTests(AzuriteStorage storage) : MessageBehaviours(storage);
