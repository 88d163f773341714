using System.Threading.Channels;
using MultiBot.Domain.Messages;
using MultiBot.Domain.Sessions;

namespace MultiBot.Telegram.Tests;

/// <summary>Takes what a session delivers and lets a test wait for it.</summary>
internal sealed class TestListener : ISessionListener
{
    private readonly Channel<UpdateBatch> batches = Channel.CreateUnbounded<UpdateBatch>();
    private readonly Channel<SessionReport> reports = Channel.CreateUnbounded<SessionReport>();

    /// <summary>What becomes of a batch once it is noted.</summary>
    public Func<UpdateBatch, Task<bool>> OnReceive { get; set; } = _ => Task.FromResult(true);

    public Func<SessionReport, Task> OnReport { get; set; } = _ => Task.CompletedTask;

    public List<SessionReport> AllReports { get; } = [];

    public Task<bool> ReceiveAsync(UpdateBatch batch)
    {
        batches.Writer.TryWrite(batch);
        return OnReceive(batch);
    }

    public Task ReportAsync(SessionReport report)
    {
        lock (AllReports)
            AllReports.Add(report);
        reports.Writer.TryWrite(report);
        return OnReport(report);
    }

    public Task<UpdateBatch> BatchAsync() => batches.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Rig.Patience);

    /// <summary>The next report of this state; others before it are passed over.</summary>
    public async Task<SessionReport> ReportAsync(SessionState state)
    {
        while (true)
        {
            var report = await reports.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Rig.Patience);
            if (report.State == state)
                return report;
        }
    }

    /// <summary>Updates in order, batch after batch, until there are as many.</summary>
    public async Task<InboundUpdate[]> UpdatesAsync(int count)
    {
        var updates = new List<InboundUpdate>();
        while (updates.Count < count)
            updates.AddRange((await BatchAsync()).Updates);
        return [.. updates];
    }

    public async Task<T> UpdateAsync<T>()
        where T : InboundUpdate => Assert.IsType<T>(Assert.Single(await UpdatesAsync(1)));
}
