namespace SmarterMeasure.Connector.Forwarding.Tests.Conformance;

/// <summary>Tells one request of many by its number.</summary>
internal static class Nth
{
    /// <summary>Holds for the request with this number, from 0, among those that count. To be asked once of each.</summary>
    public static Predicate<T> Of<T>(int number, Predicate<T> counts)
    {
        var seen = -1;
        return request => counts(request) && Interlocked.Increment(ref seen) == number;
    }
}
