namespace MultiBot.Silo.Tests.Telemetry;

/// <summary>One after another: who listens to traces hears those of every silo in this process.</summary>
[CollectionDefinition(Name)]
public sealed class OneAfterAnother
{
    public const string Name = "telemetry";
}
