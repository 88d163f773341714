using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using MultiBot.Silo.Tests.Fixtures;

namespace MultiBot.Silo.Tests.Telemetry;

[Collection(OneAfterAnother.Name)]
public sealed class OtlpTests
{
    private const string Secret = "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";
    private static readonly string[] Soon = ["--OTEL_METRIC_EXPORT_INTERVAL=200", "--OTEL_BSP_SCHEDULE_DELAY=100", "--OTEL_BLRP_SCHEDULE_DELAY=100", "--Logging:LogLevel:Default=Debug"];

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT")]
    [InlineData("MultiBot:Telemetry:OtlpEndpoint")]
    public async Task Collector_GetsMetricsTracesAndLogs_AndNoSecretOrWord(string key)
    {
        await using var collector = await Collector.StartAsync();
        await using var silo = await TestSilo.StartAsync(folder: null, [$"--{key}={collector.Endpoint}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", .. Soon]);
        await RegisterAsync(silo, "exported", 721);
        await WriteAsync(silo, 721);

        var traces = await collector.UntilAsync("traces", "store outcome", "exported");
        var metrics = await collector.UntilAsync("metrics", "multibot.messages.sent", "multibot.reply.duration", "dotnet.process.cpu.time");
        var logs = await collector.UntilAsync("logs", "bot.status_changed", "BotId", "exported");

        Assert.Contains(silo.Identity.Name, traces, StringComparison.Ordinal);
        foreach (var signal in new[] { traces, metrics, logs })
        {
            Assert.DoesNotContain(Secret, signal, StringComparison.Ordinal);
            Assert.DoesNotContain("private words", signal, StringComparison.Ordinal);
            Assert.DoesNotContain(TestSilo.AdminKey, signal, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Sampler_IsTheStandardVariables()
    {
        await using var collector = await Collector.StartAsync();
        await using var silo = await TestSilo.StartAsync(
            folder: null, [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Endpoint}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf", "--OTEL_TRACES_SAMPLER=always_off", .. Soon]);
        await RegisterAsync(silo, "unsampled", 722);
        await WriteAsync(silo, 722);
        await silo.Client.UntilAsync("/api/v1/bots/unsampled/chats/7/messages", page => page["items"]!.AsArray().Any(item => (string?)item!["state"] == "sent"));
        await silo.StopAsync();

        Assert.DoesNotContain("unsampled", collector.Of("traces"), StringComparison.Ordinal);
        Assert.Contains("multibot.messages.sent", collector.Of("metrics"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simple")]
    [InlineData("json")]
    public async Task Console_WritesInTheFrameworksFormatThatIsAskedFor(string format)
    {
        await using var silo = await TestSilo.StartAsync(folder: null, $"--Logging:Console:FormatterName={format}");

        Assert.Equal(format, silo.Services.GetRequiredService<IOptionsMonitor<ConsoleLoggerOptions>>().CurrentValue.FormatterName);
    }

    private static async Task RegisterAsync(TestSilo silo, string bot, long account)
    {
        var config = TestSilo.Bot(bot, account).Replace("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", Secret, StringComparison.Ordinal);
        (await silo.Client.PostAsync("/api/v1/bots", TestSilo.Json(config))).EnsureSuccessStatusCode();
    }

    private static async Task WriteAsync(TestSilo silo, long account) =>
        (await silo.Client.PostAsync("/sandbox/control/messages", TestSilo.Json($$"""[{"token":"{{account}}","chatId":7,"from":{"id":7,"firstName":"P"},"text":"private words"}]"""))).EnsureSuccessStatusCode();
}
