using System.Text.Json.Nodes;
using MultiBot.Domain.Decisions;

namespace MultiBot.Storage.Postgres.Commits;

/// <summary>A decision as <c>log_decision</c> takes it.</summary>
internal static class DecisionParts
{
    /// <param name="decision">What was decided.</param>
    /// <param name="prompt">Its prompt, encoded.</param>
    /// <param name="calls">Its calls, encoded.</param>
    public static JsonObject Describe(Decision decision, byte[]? prompt = null, byte[]? calls = null) => new()
    {
        ["kind"] = (int)decision.Kind, ["reason"] = decision.Reason, ["inputs"] = DecisionJson.Write(decision.Inputs),
        ["prompt"] = prompt is null ? null : Convert.ToHexStringLower(prompt),
        ["calls"] = calls is null ? null : Convert.ToHexStringLower(calls),
    };
}
