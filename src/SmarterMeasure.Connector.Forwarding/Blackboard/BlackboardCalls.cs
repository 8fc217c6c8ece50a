namespace SmarterMeasure.Connector.Forwarding.Blackboard;

/// <summary>How reasons name the calls.</summary>
internal static class BlackboardCalls
{
    public const string Lookup = "blackboard_lookup";
    public const string Columns = "blackboard_columns";
    public const string Provision = "blackboard_provision";
    public const string Write = "blackboard";
    public const string Verify = "blackboard_verify";
}
