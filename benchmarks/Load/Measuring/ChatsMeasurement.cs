using MultiBot.Load.People;
using MultiBot.Load.Subjects;

namespace MultiBot.Load.Measuring;

/// <summary>A bot that knows many people.</summary>
internal sealed record ChatsMeasurement
{
    /// <summary>Cores of silo and PostgreSQL while nobody writes, by whether the bot writes first; measured in turn.</summary>
    public required IReadOnlyList<Cores> Silent { get; init; }
    public required IReadOnlyList<Cores> WritesFirst { get; init; }

    /// <summary>From «person wrote» to «person saw the answer», of chats that no grain held.</summary>
    public required Percentiles Milliseconds { get; init; }

    /// <summary>Statements that ran at least once for each chat that was opened, commits left out.</summary>
    public required IReadOnlyList<StatementCount> Reads { get; init; }

    public required long DatabaseBytes { get; init; }
    public required long ResidentBytes { get; init; }
    public required LogWarnings Warnings { get; init; }
}

/// <summary>Busy cores.</summary>
internal sealed record Cores(double Silo, double Database);

/// <param name="Statement">Its beginning.</param>
/// <param name="PerChat">Calls for each chat that was opened.</param>
/// <param name="Milliseconds">Of one call, in the server.</param>
internal sealed record StatementCount(string Statement, double PerChat, double Milliseconds);
