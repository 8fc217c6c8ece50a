namespace FakeCampus.Ethos;

/// <summary>
/// The people and test scores of a college behind Ethos Integration, and how its system behaves. Nothing here is
/// idempotent: every POST adds a record. Safe for use from many threads, also while it is served.
/// </summary>
public sealed class EthosCampus
{
    private readonly Dictionary<Guid, EthosScore> _scores = [];
    private readonly List<EthosPerson> _persons = [];
    private readonly HashSet<Guid> _personIds = [];
    private readonly List<EthosAssessment> _assessments = [];
    private readonly List<Guid> _order = [];
    private readonly HashSet<Guid> _sources = [];
    private readonly Dictionary<string, EthosPermissions> _keys = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private int _brokenAnswers;
    private int _lockedWrites;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How long a token lives, in minutes, when the client does not say.</summary>
    public int DefaultTokenMinutes { get; set; } = 5;

    /// <summary>The largest page; a larger limit is cut to it without a word.</summary>
    public int MaxPageSize { get; set; } = 200;

    /// <summary>The status of a creation: 201 or 200.</summary>
    public int CreatedStatus { get; set; } = 201;

    /// <summary>Errors come as a bare array instead of inside <c>errors</c>.</summary>
    public bool HasBareErrors { get; set; }

    /// <summary>A PUT of an unknown GUID creates that record, as some Colleague systems do; otherwise 404.</summary>
    public bool CreatesOnPut { get; set; }

    /// <summary>
    /// Whether a PUT leaves what it does not name as it was, as Colleague does: an old comment stays where none is sent (observed).
    /// </summary>
    public bool MergesOnPut { get; set; } = true;

    /// <summary>Whether a score between or outside of the valid ones becomes the nearest valid one, in place of a refusal.</summary>
    public bool CoercesScores { get; set; }

    /// <summary>What the list of persons does with criteria.</summary>
    public EthosPersonsFilter PersonsFilter { get; set; }

    /// <summary>Whether the system refuses the member <c>update</c>, as Colleague does.</summary>
    public bool RefusesUpdateMember { get; set; } = true;

    public IReadOnlyList<EthosPerson> Persons
    {
        get { lock (_lock) return [.. _persons]; }
    }

    public IReadOnlyList<EthosAssessment> Assessments
    {
        get { lock (_lock) return [.. _assessments]; }
    }

    /// <summary>Every record, in the order of creation.</summary>
    public IReadOnlyList<EthosScore> Scores
    {
        get { lock (_lock) return [.. _order.Select(id => _scores[id])]; }
    }

    /// <summary>Adds an API key, or changes what it may do; None revokes every right but signing in.</summary>
    public void SetKey(string apiKey, EthosPermissions permissions = EthosPermissions.All)
    {
        lock (_lock)
            _keys[apiKey] = permissions;
    }

    public EthosPerson AddPerson(string name, string? email, params IReadOnlyList<EthosCredential> credentials)
    {
        var person = new EthosPerson(Guid.NewGuid(), name, credentials, email is null ? [] : [email]);
        lock (_lock)
        {
            _persons.Add(person);
            _personIds.Add(person.Id);
        }

        return person;
    }

    public EthosAssessment AddAssessment(
        string code, string title, decimal minimum = 0, decimal maximum = 100, decimal increment = 1)
    {
        var assessment = new EthosAssessment(Guid.NewGuid(), code, title, minimum, maximum, increment);
        lock (_lock)
            _assessments.Add(assessment);

        return assessment;
    }

    /// <summary>Adds a test source that records may name.</summary>
    public Guid AddSource()
    {
        var id = Guid.NewGuid();
        lock (_lock)
            _sources.Add(id);

        return id;
    }

    /// <summary>
    /// Answers so many of the next creations with "Record created. Error building response" and 500: the record is
    /// there, the client has no id of it.
    /// </summary>
    public void BreakAnswersOfCreation(int count = 1)
    {
        lock (_lock)
            _brokenAnswers += count;
    }

    internal bool TakeBrokenAnswer()
    {
        lock (_lock)
        {
            if (_brokenAnswers == 0)
                return false;

            _brokenAnswers--;
            return true;
        }
    }

    /// <summary>
    /// Refuses so many of the next writes with 400, because somebody has the student's record open: a passing fault of
    /// Colleague that looks like a final one (observed, second hand).
    /// </summary>
    public void LockRecords(int count = 1)
    {
        lock (_lock)
            _lockedWrites += count;
    }

    /// <summary>Changes a record, as staff of the college do.</summary>
    public void Change(Guid id, Func<EthosScore, EthosScore> change)
    {
        lock (_lock)
            _scores[id] = change(_scores[id]);
    }

    /// <summary>Removes a record, as staff of the college do.</summary>
    public void Remove(Guid id)
    {
        lock (_lock)
        {
            _scores.Remove(id);
            _order.Remove(id);
        }
    }

    /// <summary>Replaces an assessment, as staff of the college do.</summary>
    public void ReplaceAssessment(EthosAssessment before, EthosAssessment after)
    {
        lock (_lock)
            _assessments[_assessments.FindIndex(each => each.Id == before.Id)] = after;
    }

    /// <summary>What an adviser sees on the student's test scores: the active records.</summary>
    public IReadOnlyList<EthosScore> SeenByAdviser() => [.. Scores.Where(score => score.Status == "active")];

    internal bool TakeLockedWrite()
    {
        lock (_lock)
        {
            if (_lockedWrites == 0)
                return false;

            _lockedWrites--;
            return true;
        }
    }

    internal EthosPermissions? PermissionsOf(string apiKey)
    {
        lock (_lock)
            return _keys.TryGetValue(apiKey, out var permissions) ? permissions : null;
    }

    internal bool HasPerson(Guid id)
    {
        lock (_lock)
            return _personIds.Contains(id);
    }

    internal bool HasSource(Guid id)
    {
        lock (_lock)
            return _sources.Contains(id);
    }

    internal EthosScore? FindScore(Guid id)
    {
        lock (_lock)
            return _scores.GetValueOrDefault(id);
    }

    /// <summary>Adds a record; tells whether there was one already of this student, assessment and day.</summary>
    internal (EthosScore Score, bool IsDuplicate) Create(EthosScore score)
    {
        lock (_lock)
        {
            var created = score with
            {
                Id = score.Id == Guid.Empty ? Guid.NewGuid() : score.Id,
                Status = score.Status.Length > 0 ? score.Status : "active",
                Writes = 1,
            };
            var isDuplicate = _scores.Values.Any(other =>
                (other.StudentId, other.AssessmentId, other.AssessedOn)
                == (score.StudentId, score.AssessmentId, score.AssessedOn));
            _scores[created.Id] = created;
            _order.Add(created.Id);
            return (created, isDuplicate);
        }
    }

    /// <summary>Replaces a record; null when there is none of this GUID and the system does not create it.</summary>
    internal (EthosScore Score, bool IsDuplicate)? Replace(EthosScore score)
    {
        lock (_lock)
        {
            if (_scores.TryGetValue(score.Id, out var before))
                return (_scores[score.Id] = (MergesOnPut ? Merged(before, score) : Active(score)) with { Writes = before.Writes + 1 }, false);

            return CreatesOnPut ? Create(score) : null;
        }
    }

    private static EthosScore Active(EthosScore score) => score.Status.Length > 0 ? score : score with { Status = "active" };

    private static EthosScore Merged(EthosScore before, EthosScore sent) => sent with
    {
        SourceId = sent.SourceId ?? before.SourceId,
        Comment = sent.Comment ?? before.Comment,
        Form = sent.Form ?? before.Form,
        Percentiles = sent.Percentiles ?? before.Percentiles,
        Status = sent.Status.Length > 0 ? sent.Status : before.Status,
    };
}
