using System.Text.Json.Nodes;
using MultiBot.Domain.Events;
using MultiBot.Domain.Events.Subscribers;

namespace MultiBot.Client.Events;

/// <summary>An event that was put aside as REST answers it; the event in it as everywhere.</summary>
internal sealed record DeadEventJson(long Id, string Subscriber, string Reason, int Tries, DateTimeOffset FailedAt, JsonNode Event)
{
    public static DeadEventJson Of(DeadEvent dead) =>
        new(dead.Id, dead.Subscriber, dead.Reason, dead.Tries, dead.FailedAt, JsonNode.Parse(EventJson.Write(dead.Event))!);
}
