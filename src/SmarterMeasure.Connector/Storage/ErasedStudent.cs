using System.Security.Cryptography;
using System.Text;

namespace SmarterMeasure.Connector.Storage;

/// <summary>
/// The trace that an erased student leaves: a pseudonym, enough to know him again when the vendor's API still reports him, so that the
/// reconciliation does not bring back what was erased. It stays, for the vendor's data does too.
/// </summary>
internal static class ErasedStudent
{
    /// <summary>What is stored instead of the registration's id.</summary>
    public static string TraceOf(string userId) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("smartermeasure-erased:" + userId)));
}
