using System.Runtime.InteropServices;

namespace SmarterMeasure.Connector.Sqlite;

/// <summary>
/// Finds the event that has a key. Keys are random: an index of all of them would write another page for almost every event.
/// So the index holds their hashes by eras, which are ranges of ids, and only the pages of the present era are written. That
/// no era has a key is told by filters; they are made from the index, and follow what other processes store. Where they
/// don't reach back to yet, the index is asked era by era. Belongs to the writer's thread, inside a transaction.
/// </summary>
internal sealed class SeenKeys
{
    /// <summary>How many eras share a filter: as many as have a million ids.</summary>
    private const int ErasPerFilter = 256;

    /// <summary>How far back the filters reach with each step: the work of less than a tenth of a second.</summary>
    private const int ErasPerStep = 64;

    private readonly Dictionary<long, KeyFilter> _filters = [];
    private readonly Statement _state;
    private readonly Statement _since;
    private readonly Statement _ofEras;
    private readonly Statement _find;
    private readonly Statement _findConflicts;
    private readonly Statement _changedSince;
    private readonly Statement _noteChange;
    private long? _lastChange;
    private long _oldestEra;
    private long _oldestFilter;
    private long _reachedEra;
    private long _lastId;
    private long _lastIdBefore;

    public SeenKeys(WriteSession session)
    {
        _state = session.Prepare("""
            SELECT (SELECT max(id) FROM event), (SELECT min(id) FROM event), (SELECT max(id) FROM key_change)
            """);
        _since = session.Prepare("SELECT id, key_hash FROM event WHERE id > ?1");
        _ofEras = session.Prepare("SELECT id, key_hash FROM event INDEXED BY event_key WHERE era BETWEEN ?1 AND ?2");
        _find = session.Prepare("""
            SELECT id FROM event INDEXED BY event_key WHERE era = ?1 AND key_hash = ?2 AND dedup_key = ?3
            """);
        _findConflicts = session.Prepare("""
            SELECT id FROM event INDEXED BY event_key
            WHERE era = ?1 AND key_hash = ?2 AND dedup_key > ?3 || char(31) AND dedup_key < ?3 || char(32)
            """);
        _changedSince = session.Prepare("SELECT event_id, key_hash FROM key_change WHERE id > ?1");
        _noteChange = session.Prepare("INSERT INTO key_change (event_id, key_hash) VALUES (?1, ?2)");
    }

    /// <summary>Whether there are eras that the filters don't reach back to yet.</summary>
    public bool IsReaching => _reachedEra > _oldestEra;

    /// <summary>Takes in what other processes have stored, and reaches a step further back. Each transaction begins with it.</summary>
    public void Follow()
    {
        long newest, lastChange;
        using (var state = _state.Start())
        {
            state.Step();
            (newest, lastChange) = (state.Integer(0), state.Integer(2));
            _oldestEra = state.IsNull(1) ? long.MaxValue : EraOf(state.Integer(1));
        }

        while (_filters.Count > 0 && _oldestFilter < _oldestEra / ErasPerFilter)
            _filters.Remove(_oldestFilter++);

        if (_lastChange is null)
            _reachedEra = EraOf(newest) + 1;
        else if (newest > _lastId)
            TakeIn(_since, _lastId);

        if (lastChange > _lastChange)
            TakeIn(_changedSince, _lastChange.Value);

        _lastChange = lastChange;
        _lastId = _lastIdBefore = newest;
        ReachBack();
    }

    /// <summary>
    /// Forgets the ids of a transaction that was taken back: another process may use them for other keys. That the filters
    /// know its own does no harm.
    /// </summary>
    public void TakeBack() => _lastId = _lastIdBefore;

    /// <summary>The event that has a key; null when there is none.</summary>
    public long? Find(EventKey key)
    {
        for (var era = NextIn(EraOf(_lastId), key.Hash); era >= _oldestEra; era = NextIn(era - 1, key.Hash))
        {
            using var found = _find.Start().Bind(era).Bind(key.Hash).Bind(key.Text);
            if (found.Step())
                return found.Integer(0);
        }

        return null;
    }

    /// <summary>The events that contradict the one that has a key.</summary>
    public IReadOnlyList<long> FindConflicts(EventKey key)
    {
        var conflicts = new List<long>();
        for (var era = NextIn(EraOf(_lastId), key.Hash); era >= _oldestEra; era = NextIn(era - 1, key.Hash))
        {
            using var found = _findConflicts.Start().Bind(era).Bind(key.Hash).Bind(key.Text);
            while (found.Step())
                conflicts.Add(found.Integer(0));
        }

        return conflicts;
    }

    /// <summary>Takes in an event that was stored.</summary>
    public void Add(long id, EventKey key)
    {
        FilterOf(EraOf(id)).Add(key.Hash);
        (_lastId, _oldestEra) = (id, Math.Min(_oldestEra, EraOf(id)));
    }

    /// <summary>Takes in the new key of an event, and notes it for other processes.</summary>
    public void Change(long id, EventKey key)
    {
        FilterOf(EraOf(id)).Add(key.Hash);
        using var note = _noteChange.Start().Bind(id).Bind(key.Hash);
        note.Step();
    }

    private static long EraOf(long id) => id >> Schema.EraBits;

    /// <summary>The next era, from one on backwards, that may have a hash.</summary>
    private long NextIn(long era, long hash)
    {
        while (era >= _reachedEra && era >= _oldestEra && !MayContain(era, hash))
            era = Math.Max(era - (era % ErasPerFilter), _reachedEra) - 1;

        return era;
    }

    private bool MayContain(long era, long hash) =>
        _filters.TryGetValue(era / ErasPerFilter, out var filter) && filter.MayContain(hash);

    private void ReachBack()
    {
        if (!IsReaching)
            return;

        var from = Math.Max(_reachedEra - ErasPerStep, _oldestEra);
        using var eras = _ofEras.Start().Bind(from).Bind(_reachedEra - 1);
        TakeIn(eras);
        _reachedEra = from;
    }

    private void TakeIn(Statement statement, long since)
    {
        using var rows = statement.Start().Bind(since);
        TakeIn(rows);
    }

    private void TakeIn(Statement.Run rows)
    {
        while (rows.Step())
            FilterOf(EraOf(rows.Integer(0))).Add(rows.Integer(1));
    }

    private KeyFilter FilterOf(long era)
    {
        ref var filter = ref CollectionsMarshal.GetValueRefOrAddDefault(_filters, era / ErasPerFilter, out _);
        return filter ??= new KeyFilter();
    }
}
