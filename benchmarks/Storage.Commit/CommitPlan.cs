namespace MultiBot.Storage.Commit;

/// <summary>What to put on the store, and for how long.</summary>
internal sealed record CommitPlan(bool Postgres, int Bots, TimeSpan WarmUp, TimeSpan Measured, bool Statements);
