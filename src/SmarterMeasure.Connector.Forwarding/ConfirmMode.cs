using SmarterMeasure.Connector.Configuration;

namespace SmarterMeasure.Connector.Forwarding;

/// <summary>Which writes are read back, where a target's answer does not prove that the result stands.</summary>
internal enum ConfirmMode
{
    /// <summary>None.</summary>
    Never,

    /// <summary>Every twentieth, by the delivery's id.</summary>
    Sample,

    /// <summary>Each.</summary>
    Always,
}

/// <summary>Reads and applies <see cref="ConfirmMode"/>.</summary>
internal static class ConfirmModes
{
    private const int SampleOf = 20;

    /// <summary>Reads <c>Confirm</c> of a destination: <c>always</c>, <c>sample</c> or <c>never</c>.</summary>
    public static ConfirmMode ReadConfirm(this SettingsSection section, ConfirmMode fallback)
    {
        switch (section.Text("Confirm")?.ToLowerInvariant())
        {
            case null:
                return fallback;
            case "always":
                return ConfirmMode.Always;
            case "sample":
                return ConfirmMode.Sample;
            case "never":
                return ConfirmMode.Never;
            default:
                section.Fault("Confirm", "must be always, sample or never");
                return fallback;
        }
    }

    /// <summary>Whether the write of a delivery is to be read back.</summary>
    public static bool Includes(this ConfirmMode mode, long deliveryId) =>
        mode == ConfirmMode.Always || (mode == ConfirmMode.Sample && deliveryId % SampleOf == 0);
}
