using System.Text.Json.Nodes;
using MultiBot.Domain.Autonomy;
using MultiBot.Domain.Decisions;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>What is planned, as the steps take it.</summary>
internal static class PlanParts
{
    /// <param name="revision">That it is made from.</param>
    /// <param name="pending">Null: nothing is planned.</param>
    /// <param name="about">What it is about, encoded.</param>
    /// <param name="decision">Why.</param>
    public static JsonObject Describe(long revision, PendingAction? pending, byte[]? about, Decision decision) => new()
    {
        ["revision"] = revision, ["kind"] = (int?)pending?.Kind, ["due"] = pending?.DueAt.ToMicros(), ["planned"] = pending?.PlannedAt.ToMicros(),
        ["about"] = about is null ? null : Convert.ToHexStringLower(about), ["decision"] = DecisionParts.Describe(decision),
    };
}
