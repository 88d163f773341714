using MultiBot.Load.People;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Reports;

/// <summary>What people say of a subject at the end, and what its log said.</summary>
internal sealed record SubjectReport(string Name, int Written, Judgement Judgement, LogWarnings Warnings)
{
    public static SubjectReport Of(Subject subject) =>
        new(subject.Name, subject.Crowd.Written, subject.Crowd.Judgement, subject.Warnings);
}
