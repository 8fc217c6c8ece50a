using System.Text.Json.Nodes;
using static FakeCampus.XApi.StatementRules;

namespace FakeCampus.XApi;

/// <summary>The rules for an agent or a group: exactly one identifier, unless it is a group of named members.</summary>
internal static class ActorRules
{
    private static readonly string[] s_identifiers = ["mbox", "mbox_sha1sum", "openid", "account"];

    public static string? Fault(JsonObject actor)
    {
        if ((Members(actor, "actor", "objectType", "name", "member", "mbox", "mbox_sha1sum", "openid", "account")
            ?? Text(actor, "objectType", type => type is "Agent" or "Group")
            ?? Text(actor, "name", _ => true)
            ?? Text(actor, "mbox", XApiText.IsMailbox)
            ?? Text(actor, "mbox_sha1sum", XApiText.IsSha1)
            ?? Text(actor, "openid", XApiText.IsIri)
            ?? Optional(actor, "account", Account)) is { } fault)
        {
            return fault;
        }

        var isGroup = actor["objectType"]?.GetValue<string>() == "Group";
        if (actor.ContainsKey("member"))
        {
            if (!isGroup || actor["member"] is not JsonArray members)
                return "Invalid value in 'actor.member'";

            foreach (var member in members)
            {
                if (member is not JsonObject agent || agent.ContainsKey("member"))
                    return "Invalid value in 'actor.member'";

                if (Fault(agent) is { } inner)
                    return inner;
            }
        }

        return s_identifiers.Count(actor.ContainsKey) switch
        {
            1 => null,
            0 when isGroup && actor.ContainsKey("member") => null,
            0 => "Missing required value in 'actor': one of account, mbox, mbox_sha1sum, openid",
            _ => "More than one identifier in 'actor'",
        };
    }

    /// <summary>Whether this agent, or a member of this group, is named by an e-mail address.</summary>
    public static bool NamesMailbox(JsonNode? actor) => actor is JsonObject agent
        && (agent.ContainsKey("mbox") || (agent["member"] is JsonArray members && members.Any(NamesMailbox)));

    private static string? Account(JsonObject account) =>
        Members(account, "actor.account", "homePage", "name")
        ?? RequiredText(account, "homePage", XApiText.IsIri)
        ?? RequiredText(account, "name", name => name.Length > 0);
}
