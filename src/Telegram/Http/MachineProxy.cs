using System.Net;

namespace MultiBot.Telegram.Http;

/// <summary>
/// The proxy of the machine's settings (<c>https_proxy</c> and the like) for bots that name none; never for loopback, where the
/// sandbox lives.
/// </summary>
internal sealed class MachineProxy : IWebProxy
{
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => throw new NotSupportedException("The machine's proxy settings are not ours to change.");
    }

    public Uri? GetProxy(Uri destination) => IsBypassed(destination) ? null : HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || HttpClient.DefaultProxy.IsBypassed(host);
}
