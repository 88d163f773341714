using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using MultiBot.Load.People;
using MultiBot.Load.Subjects;
using MultiBot.Sandbox;

namespace MultiBot.Load.World;

/// <summary>Everything around the subjects in this one process: Telegram, the model, and the people.</summary>
internal sealed class LoadWorld : IAsyncDisposable
{
    /// <summary>Nobody reads them here; memory and its clearing would cost.</summary>
    private const int JournalLines = 1_000;
    private const int MessagesPerChat = 50;

    private readonly WebApplication app;
    private readonly Certificate? certificate;
    private readonly List<Crowd> crowds = [];

    private LoadWorld(WebApplication app, Certificate? certificate)
    {
        (this.app, this.certificate) = (app, certificate);
        People = new SandboxPeople(app.Services.GetRequiredService<SandboxWorld>(), Hear);
        Polls = new Polls(People.IsPolled, TimeProvider.System);
        Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
    }

    public SandboxPeople People { get; }

    public Polls Polls { get; }

    /// <summary>Base of the Bot API.</summary>
    public string Url { get; }

    /// <summary>What a subject has to know to trust this world. Empty without TLS.</summary>
    public IEnumerable<KeyValuePair<string, string>> Trust => certificate is null ? [] : [certificate.Trust];

    public string LlmEndpoint => $"{Url}/v1";

    public static async Task<LoadWorld> StartAsync(TimeSpan llmLatency, bool tls, CancellationToken cancelled)
    {
        var certificate = tls ? new Certificate(TimeProvider.System) : null;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null) listen.UseHttps(certificate.Own);
            });
        });
        builder.Services.AddSandbox(options => (options.JournalSize, options.ChatLogSize) = (JournalLines, MessagesPerChat));
        var app = builder.Build();
        app.Use(new LlmStub(llmLatency, TimeProvider.System).Handle);
        app.UseRouting();
        app.MapSandbox("");
        await app.StartAsync(cancelled);
        return new LoadWorld(app, certificate);
    }

    /// <summary>People for the bots of one subject. Bots are numbered apart, so that several subjects can share this world.</summary>
    public Crowd Gather(int bots, int chats)
    {
        var crowd = new Crowd(People, Crowd.FirstBotOf(crowds.Count), bots, chats);
        crowds.Add(crowd);
        return crowd;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var crowd in crowds)
            await crowd.DisposeAsync();
        await app.DisposeAsync();
        certificate?.Dispose();
    }

    private void Hear(SeenMessage message) => crowds[Crowd.NumberOf(message.Bot)].Hear(message);
}
