namespace MultiBot.Client.Connection;

/// <summary>No silo of this cluster answers at the gateway. The message is for people.</summary>
internal sealed class SiloUnreachableException(string message, Exception? inner = null) : Exception(message, inner);
