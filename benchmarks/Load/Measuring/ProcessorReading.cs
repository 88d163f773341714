using MultiBot.Load.Subjects;

namespace MultiBot.Load.Measuring;

/// <summary>Processor time spent so far, by whom.</summary>
internal readonly record struct ProcessorReading(TimeSpan Subject, TimeSpan Database, TimeSpan Driver)
{
    public static ProcessorReading Take(Subject subject, Databases databases) =>
        new(subject.ProcessorTime, databases.ProcessorTime, Environment.CpuUsage.TotalTime);

    public ProcessorReading Since(ProcessorReading before) => new(Subject - before.Subject, Database - before.Database, Driver - before.Driver);
}
