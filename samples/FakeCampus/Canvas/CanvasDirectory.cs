using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace FakeCampus.Canvas;

/// <summary>The users of an account with the indexes for their addresses. Safe for use from many threads.</summary>
internal sealed class CanvasDirectory
{
    private readonly ConcurrentDictionary<long, CanvasUser> _byId = [];
    private readonly ConcurrentDictionary<string, CanvasUser> _bySisId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CanvasUser> _byIntegrationId = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CanvasUser> _byLogin = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, bool> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly Lock _adding = new();
    private ImmutableList<CanvasUser> _all = [];
    private long _lastId = 1_000;

    /// <summary>Everybody, in the order of the ids.</summary>
    public ImmutableList<CanvasUser> All => _all;

    /// <summary>The distinct names, which are fewer than the users.</summary>
    public IEnumerable<string> Names => _names.Select(name => name.Key);

    public CanvasUser Add(Func<long, CanvasUser> make)
    {
        lock (_adding)
        {
            var user = make(_lastId + 1);
            if (_byLogin.ContainsKey(user.LoginId)
                || (user.SisUserId is { } sis && _bySisId.ContainsKey(sis))
                || (user.SisIntegrationId is { } integration && _byIntegrationId.ContainsKey(integration)))
                throw new ArgumentException("The login, the SIS id or the integration id is taken.", nameof(make));

            _lastId++;
            _byId[user.Id] = _byLogin[user.LoginId] = user;
            if (user.SisUserId is not null)
                _bySisId[user.SisUserId] = user;

            if (user.SisIntegrationId is not null)
                _byIntegrationId[user.SisIntegrationId] = user;

            _names[user.Name] = true;
            _all = _all.Add(user);
            return user;
        }
    }

    /// <summary>Gives a SIS id to one user, and takes it from whoever had it.</summary>
    public void Move(string sisUserId, CanvasUser to)
    {
        lock (_adding)
        {
            if (_bySisId.TryGetValue(sisUserId, out var before))
                Replace(before with { SisUserId = null });

            if (_byId[to.Id].SisUserId is { } own)
                _bySisId.TryRemove(own, out _);

            Replace(_byId[to.Id] with { SisUserId = sisUserId });
        }
    }

    private void Replace(CanvasUser user)
    {
        _all = _all.SetItem(_all.FindIndex(one => one.Id == user.Id), user);
        _byId[user.Id] = _byLogin[user.LoginId] = user;
        if (user.SisUserId is not null)
            _bySisId[user.SisUserId] = user;
    }

    public CanvasUser? ById(long id) => _byId.GetValueOrDefault(id);

    public CanvasUser? BySisId(string id) => _bySisId.GetValueOrDefault(id);

    public CanvasUser? ByIntegrationId(string id) => _byIntegrationId.GetValueOrDefault(id);

    public CanvasUser? ByLogin(string login) => _byLogin.GetValueOrDefault(login);
}
