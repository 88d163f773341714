using System.Net;

namespace MultiBot.Sandbox.Load;

/// <summary>Warms up, measures, prints.</summary>
internal static class LoadRun
{
    private const int FirstBot = 500_000;

    public static async Task<int> Measure(LoadPlan plan, CancellationToken cancelled)
    {
        using var sandbox = await SandboxProcess.Start(plan.Core, cancelled);
        using var botApi = Client(plan.Http2 ? sandbox.Http2Url : sandbox.Url, plan.Http2);
        using var control = Client(sandbox.Url, false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var bots = Enumerable.Range(FirstBot, plan.Bots).Select(number => new BotUnderLoad(number, plan.ChatsPerBot, botApi, control)).ToArray();
        var running = Task.WhenAll(bots.Select(bot => bot.Run(stop.Token)));
        var failed = await Task.WhenAny(running, Task.Delay(plan.WarmUp, TimeProvider.System, cancelled)) == running;
        if (!failed)
            await Report(plan, sandbox, bots, cancelled);
        await stop.CancelAsync();
        await running.ConfigureAwait(failed ? ConfigureAwaitOptions.None : ConfigureAwaitOptions.SuppressThrowing);
        foreach (var bot in bots)
            bot.Dispose();
        return 0;
    }

    private static async Task Report(LoadPlan plan, SandboxProcess sandbox, BotUnderLoad[] bots, CancellationToken cancelled)
    {
        var (began, processor, answered) = (TimeProvider.System.GetTimestamp(), sandbox.ProcessorTime, bots.Sum(bot => bot.Answered));
        await Task.Delay(plan.Measured, TimeProvider.System, cancelled);
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var spent = (sandbox.ProcessorTime - processor).TotalSeconds;
        var messages = bots.Sum(bot => bot.Answered) - answered;
        Console.WriteLine($"{messages / seconds:F0} messages/s over {seconds:F1} s, {plan.Bots} bots x {plan.ChatsPerBot} chats, {(plan.Http2 ? "HTTP/2" : "HTTP/1.1")}");
        Console.WriteLine($"sandbox: {spent / messages * 10_000:F2} CPU-seconds per 10,000 messages, {spent / seconds * 100:F0} % of one core, {sandbox.WorkingSet / (1 << 20)} MB");
        Console.WriteLine($"so one core has room for {messages / spent:F0} messages/s");
    }

    private static HttpClient Client(Uri url, bool http2) => new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        BaseAddress = url,
        DefaultRequestVersion = http2 ? HttpVersion.Version20 : HttpVersion.Version11,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };
}
