namespace MultiBot.Grains.Tests.Webhooks;

public sealed class WebhookDeliveryTests(ClusterFixture cluster) : WebhookDeliveryContract(cluster);

[Collection(PostgresClusterFixture.Collection)]
public sealed class WebhookDeliveryOnPostgresTests(PostgresClusterFixture cluster) : WebhookDeliveryContract(cluster.Wanted());

public sealed class WebhookTroubleTests(ClusterFixture cluster) : WebhookTroubleContract(cluster);

[Collection(PostgresClusterFixture.Collection)]
public sealed class WebhookTroubleOnPostgresTests(PostgresClusterFixture cluster) : WebhookTroubleContract(cluster.Wanted());
