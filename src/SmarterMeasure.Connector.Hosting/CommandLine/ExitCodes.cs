namespace SmarterMeasure.Connector.Hosting.CommandLine;

/// <summary>What a verb's process ends with.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Fault = 1;
    public const int Usage = 2;
}
