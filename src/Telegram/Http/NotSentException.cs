using System.Net.Sockets;

namespace MultiBot.Telegram.Http;

/// <summary>
/// A request that certainly never left. Holds the kind of failure and not the failure itself, whose text could name a proxy.
/// </summary>
internal sealed class NotSentException : Exception
{
    private NotSentException(HttpRequestError error, SocketError? socket, bool gaveUp)
        : base("The request did not leave this machine.") =>
        (Error, Socket, GaveUp) = (error, socket, gaveUp);

    public HttpRequestError Error { get; }
    public SocketError? Socket { get; }

    /// <summary>Cancelled or timed out by ourselves while it waited for a connection.</summary>
    public bool GaveUp { get; }

    public static NotSentException Because(Exception problem) => new(
        problem is HttpRequestException http ? http.HttpRequestError : HttpRequestError.Unknown,
        (problem.GetBaseException() as SocketException)?.SocketErrorCode,
        problem is OperationCanceledException);
}
