using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using MultiBot.Storage.Startup;

namespace MultiBot.Silo.Hosting;

/// <summary>The one place that turns what stops a start into a code and a sentence.</summary>
public static class StartErrors
{
    /// <summary>Null: not something an operator can mend; it is a bug and shown in full.</summary>
    public static StartException? Explain(Exception failure)
    {
        foreach (var cause in Causes(failure))
        {
            switch (cause)
            {
                case StartException known:
                    return known;
                case StorageStartupException storage:
                    return new StartException(storage.Code, storage.Message, storage);
                case OptionsValidationException options:
                    return new StartException("start.invalid_option", string.Join(" ", options.Failures), options);
                case AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return new StartException(Ports.PortInUse, "A port of this silo was taken while it started. Start it again or choose other ports.", cause);
            }
        }

        return null;
    }

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            yield return cause;
            if (cause is not AggregateException { InnerExceptions.Count: > 1 } several) continue;
            foreach (var one in several.InnerExceptions.Skip(1).SelectMany(Causes))
                yield return one;
        }
    }
}
