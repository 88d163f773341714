namespace MultiBot.Domain.Telemetry;

/// <summary>Instruments of one part of the silo.</summary>
public interface IInstruments
{
    /// <summary>
    /// Makes them show before anything has happened: counters at zero, gauges at what they are. Called once, when whoever wants to listen
    /// does. What can't be zero without a lie (a duration) shows with its first measurement.
    /// </summary>
    void Show();
}
