using MultiBot.Storage.Tests.Contract;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Sqlite;

public sealed class SqliteReceiveTests : ReceiveContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteTurnTests : TurnContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteDeliveryTests : DeliveryContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteMemoryTests : MemoryContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteCommandTests : CommandContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteInitiativeTests : InitiativeContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteToolTests : ToolContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteDraftTests : DraftContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteModeTests : ModeContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteOwnerTests : OwnerContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteLeaseTests : LeaseContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteBotTests : BotContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteQueryTests : QueryContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteKeyTests : KeyContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteModelTests : ModelContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteEventTests : EventContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteWebhookTests : WebhookContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteSubscriptionTests : SubscriptionContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteNoticeTests : NoticeContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteEraseTests : EraseContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteDoNotContactTests : DoNotContactContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteRetentionTests : RetentionContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteSystemAnswerTests : SystemAnswerContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteTokenLedgerTests : TokenLedgerContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}

public sealed class SqliteGroupTests : GroupContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await SqliteFixture.CreateAsync();
}
