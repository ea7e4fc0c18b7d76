using KpiFunctions.StorageTwin.Suite;

namespace KpiFunctions.Tests.StorageTwin;

// The shared suite on the twin.

public sealed class StorageTwinTableTests(TwinStorage storage) : TableBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinRowTests(TwinStorage storage) : RowBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinRowTypeTests(TwinStorage storage) : RowTypeBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinRowLimitTests(TwinStorage storage) : RowLimitBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinFilterTests(TwinStorage storage) : FilterBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinQueryTests(TwinStorage storage) : QueryBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinTransactionTests(TwinStorage storage) : TransactionBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinContainerTests(TwinStorage storage) : ContainerBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinBlobTests(TwinStorage storage) : BlobBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinBlobConditionTests(TwinStorage storage) : BlobConditionBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinBlobListTests(TwinStorage storage) : BlobListBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinLeaseTests(TwinStorage storage) : LeaseBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinQueueTests(TwinStorage storage) : QueueBehaviours(storage), IClassFixture<TwinStorage>;

public sealed class StorageTwinMessageTests(TwinStorage storage) : MessageBehaviours(storage), IClassFixture<TwinStorage>;
