using System.ClientModel;
using Microsoft.Extensions.AI;
using MultiBot.PlainPeer;
using Npgsql;
using OpenAI;
using OpenAI.Chat;

// The same work as MultiBot's, as one would write it without it: a polling loop per bot, a statement per thing to remember, chats
// in parallel and each in order. It has no leases, no outbox, no retries of its own: a crash loses and repeats what it may.
var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddOptions<PeerSettings>().BindConfiguration(PeerSettings.Section).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton(services =>
{
    var settings = services.GetRequiredService<IOptions<PeerSettings>>().Value;
    var connection = new NpgsqlConnectionStringBuilder(builder.Configuration.GetConnectionString("Peer")) { MaxPoolSize = settings.Connections };
    if (settings.Prepared) (connection.MaxAutoPrepare, connection.AutoPrepareMinUsages) = (20, 2);
    return NpgsqlDataSource.Create(connection);
});
builder.Services.AddSingleton(services =>
{
    var settings = services.GetRequiredService<IOptions<PeerSettings>>().Value;
    var options = new OpenAIClientOptions { Endpoint = new Uri(settings.LlmEndpoint) };
    return new ChatClient(settings.LlmModel, new ApiKeyCredential(settings.LlmKey), options).AsIChatClient();
});
builder.Services.AddSingleton<MessageStore>();
builder.Services.AddSingleton<Replier>();
builder.Services.AddHostedService<BotsService>();
await builder.Build().RunAsync();
