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
    private readonly Statement _countChange;
    private long _changes = -1;
    private long _oldestEra;
    private long _oldestFilter;
    private long _reachedEra;
    private long _lastId;
    private long _lastIdBefore;

    public SeenKeys(WriteSession session)
    {
        _state = session.Prepare("""
            SELECT (SELECT max(id) FROM event), (SELECT min(id) FROM event), count FROM key_change WHERE id = 1
            """);
        _since = session.Prepare("SELECT id, key_hash FROM event WHERE id > ?1");
        _ofEras = session.Prepare("SELECT id, key_hash FROM event INDEXED BY event_key WHERE era BETWEEN ?1 AND ?2");
        _find = session.Prepare("""
            SELECT id FROM event INDEXED BY event_key WHERE era = ?1 AND key_hash = ?2 AND dedup_key = ?3
            """);
        _findConflicts = session.Prepare("""
            SELECT id FROM event INDEXED BY event_key WHERE era = ?1 AND key_hash = ?2 AND dedup_key <> ?3
            """);
        _countChange = session.Prepare("UPDATE key_change SET count = count + 1 WHERE id = 1");
    }

    /// <summary>Whether there are eras that the filters don't reach back to yet.</summary>
    public bool IsReaching => _reachedEra > _oldestEra;

    /// <summary>Takes in what other processes have stored, and reaches a step further back. Each transaction begins with it.</summary>
    public void Follow()
    {
        long newest, changes;
        using (var state = _state.Start())
        {
            state.Step();
            (newest, _oldestEra, changes) = (state.Integer(0), EraOf(state.Integer(1)), state.Integer(2));
        }

        while (_filters.Count > 0 && _oldestFilter < _oldestEra / ErasPerFilter)
            _filters.Remove(_oldestFilter++);

        if (changes != _changes)
        {
            // It may be the key of an event of any age.
            _filters.Clear();
            (_changes, _reachedEra) = (changes, EraOf(newest) + 1);
        }
        else if (newest > _lastId)
        {
            using var since = _since.Start().Bind(_lastId);
            TakeIn(since);
        }

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
        _lastId = id;
    }

    /// <summary>Notes for all processes that the key of an event was changed.</summary>
    public void NoteChange()
    {
        using var count = _countChange.Start();
        count.Step();
        _reachedEra = EraOf(_lastId) + 1; // The rest of this transaction asks the index.
    }

    private static long EraOf(long id) => id >> Schema.EraBits;

    /// <summary>The next era, from one on backwards, that may have a hash.</summary>
    private long NextIn(long era, long hash)
    {
        while (era >= _reachedEra && era >= _oldestEra && !FilterOf(era).MayContain(hash))
            era = Math.Max(era - (era % ErasPerFilter), _reachedEra) - 1;

        return era;
    }

    private void ReachBack()
    {
        if (!IsReaching)
            return;

        var from = Math.Max(_reachedEra - ErasPerStep, _oldestEra);
        using var eras = _ofEras.Start().Bind(from).Bind(_reachedEra - 1);
        TakeIn(eras);
        _reachedEra = from;
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
