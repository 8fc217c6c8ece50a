using System.Collections.Concurrent;

namespace FakeCampus.Brightspace;

/// <summary>The content of one Brightspace. Safe for use from many threads; may be changed while it is served.</summary>
public sealed class BrightspaceCampus
{
    private readonly ConcurrentDictionary<long, BrightspaceUser> _users = [];
    private readonly ConcurrentDictionary<long, BrightspaceOrgUnit> _orgUnits = [];
    private readonly ConcurrentDictionary<string, BrightspaceUser> _byUserName = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, List<BrightspaceUser>> _byOrgDefinedId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, List<BrightspaceUser>> _byEmail = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _adding = new();
    private long _lastUser = 300;
    private long _lastOrgUnit = 6_600;

    /// <summary>Everybody in the order of the ids.</summary>
    public IReadOnlyList<BrightspaceUser> Users => [.. _users.Values.OrderBy(user => user.Id)];

    /// <summary>Adds a person. The user name is unique; org-defined id and e-mail need not be.</summary>
    public BrightspaceUser AddUser(
        string orgDefinedId, string userName, string externalEmail, string firstName = "Quill", string lastName = "Inkwell")
    {
        lock (_adding)
        {
            var user = new BrightspaceUser(++_lastUser, orgDefinedId, userName, externalEmail, firstName, lastName);
            if (!_byUserName.TryAdd(userName, user))
                throw new ArgumentException("The user name is taken.", nameof(userName));

            _users[user.Id] = user;
            _byOrgDefinedId[orgDefinedId] = [.. _byOrgDefinedId.GetValueOrDefault(orgDefinedId, []), user];
            _byEmail[externalEmail] = [.. _byEmail.GetValueOrDefault(externalEmail, []), user];
            return user;
        }
    }

    public BrightspaceOrgUnit AddOrgUnit() => _orgUnits.GetOrAdd(Interlocked.Increment(ref _lastOrgUnit), id => new(id));

    internal BrightspaceOrgUnit? OrgUnit(long id) => _orgUnits.GetValueOrDefault(id);

    internal BrightspaceUser? ByUserName(string name) => _byUserName.GetValueOrDefault(name);

    internal IReadOnlyList<BrightspaceUser> ByOrgDefinedId(string id) => _byOrgDefinedId.GetValueOrDefault(id, []);

    internal IReadOnlyList<BrightspaceUser> ByEmail(string email) => _byEmail.GetValueOrDefault(email, []);
}
