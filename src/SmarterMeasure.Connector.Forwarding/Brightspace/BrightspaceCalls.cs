namespace SmarterMeasure.Connector.Forwarding.Brightspace;

/// <summary>How reasons name the calls.</summary>
internal static class BrightspaceCalls
{
    public const string Lookup = "brightspace_lookup";
    public const string GradeObjects = "brightspace_grade_objects";
    public const string Provision = "brightspace_provision";
    public const string Read = "brightspace_read";
    public const string Write = "brightspace";
    public const string Verify = "brightspace_verify";
}
