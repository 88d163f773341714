using Orleans.Concurrency;

namespace MultiBot.Grains.Abstractions.Notices;

/// <summary>Tells those who look after all bots; one in the cluster.</summary>
[Alias("multibot.IFleetNoticesGrain")]
public interface IFleetNoticesGrain : IGrainWithStringKey
{
    /// <summary>The log is complete up to here; look whether there is something to tell. Repeated every few seconds, by many.</summary>
    [Alias("Look"), OneWay]
    Task Look(long upTo);
}
