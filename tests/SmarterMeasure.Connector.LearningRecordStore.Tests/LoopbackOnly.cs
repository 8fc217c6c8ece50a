using System.Net;
using System.Net.NetworkInformation;

namespace SmarterMeasure.Connector.LearningRecordStore.Tests;

/// <summary>Keeps the store, which listens on every address and lets everybody in, from being reached by others.</summary>
internal static class LoopbackOnly
{
    public static void Demand()
    {
        var addresses = NetworkInterface.GetAllNetworkInterfaces()
            .SelectMany(card => card.GetIPProperties().UnicastAddresses)
            .Select(address => address.Address)
            .ToList();
        Assert.True(
            addresses.Contains(IPAddress.Loopback) && addresses.TrueForAll(IPAddress.IsLoopback),
            "The store listens on every address of the machine and lets everybody in. These tests start it only in a network "
            + "namespace that has nothing but a loopback: run them with tests/run.");
    }
}
