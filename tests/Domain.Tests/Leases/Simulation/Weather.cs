namespace MultiBot.Domain.Tests.Leases.Simulation;

/// <summary>How likely each trouble of the wires is, drawn anew for every history.</summary>
internal sealed record Weather
{
    public double RequestLost { get; init; }
    public double AnswerLost { get; init; }

    /// <summary>The request arrives seconds after its caller has given up.</summary>
    public double RequestLate { get; init; }
    public double DatabaseSlow { get; init; }
    public double TelegramSlow { get; init; }
    public double TelegramSilent { get; init; }

    /// <summary>Telegram refuses for the moment; certainly not sent.</summary>
    public double Refused { get; init; }

    public static Weather Calm { get; } = new();

    public static Weather Draw(Chance chance)
    {
        double Some(double much) => chance.Below(3) switch { 0 => 0, 1 => much / 4, _ => much };
        return new Weather
        {
            RequestLost = Some(0.1),
            AnswerLost = Some(0.2),
            RequestLate = Some(0.1),
            DatabaseSlow = Some(0.3),
            TelegramSlow = Some(0.3),
            TelegramSilent = Some(0.2),
            Refused = Some(0.2),
        };
    }
}
