using MultiBot.Storage.Tests.Contract;
using MultiBot.Storage.Tests.Fixtures;

namespace MultiBot.Storage.Tests.Postgres;

public sealed class PostgresReceiveTests : ReceiveContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresTurnTests : TurnContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresDeliveryTests : DeliveryContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresMemoryTests : MemoryContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresCommandTests : CommandContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresInitiativeTests : InitiativeContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresToolTests : ToolContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresDraftTests : DraftContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresModeTests : ModeContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresOwnerTests : OwnerContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresLeaseTests : LeaseContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresBotTests : BotContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresQueryTests : QueryContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresKeyTests : KeyContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresModelTests : ModelContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresEventTests : EventContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresWebhookTests : WebhookContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresSubscriptionTests : SubscriptionContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresNoticeTests : NoticeContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresEraseTests : EraseContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresDoNotContactTests : DoNotContactContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresRetentionTests : RetentionContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresSystemAnswerTests : SystemAnswerContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresTokenLedgerTests : TokenLedgerContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}

public sealed class PostgresGroupTests : GroupContract
{
    protected override async Task<IStoreFixture> CreateAsync() => await PostgresFixture.CreateAsync();
}
