using System.Net;
using System.Net.Sockets;

namespace SmarterMeasure.Connector.PostgreSql.Tests;

/// <summary>
/// A port for a server that is started later, and perhaps again. It lies below those that the system gives away by itself:
/// another program would get one of these between the look and the start.
/// </summary>
internal static class LoopbackPort
{
    public static int Free()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another then.
            }
        }
    }
}
