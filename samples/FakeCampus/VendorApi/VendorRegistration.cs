using FakeCampus.Vendor;

namespace FakeCampus.VendorApi;

/// <summary>
/// One registration: who, and when something happened. Its scoring is written anew from the seed whenever a page shows it,
/// so that a hundred thousand stay small.
/// </summary>
internal sealed class VendorRegistration
{
    private readonly Func<AssessmentScript> _script;
    private readonly long _created;
    private readonly int[] _offsets;
    private readonly int _completedAt;

    /// <param name="script">The whole script as of now; later ones come from <paramref name="again"/>.</param>
    /// <param name="group">Its group.</param>
    /// <param name="again">Gives the same script once more.</param>
    public VendorRegistration(AssessmentScript script, VendorGroup group, Func<AssessmentScript> again)
    {
        _script = again;
        Student = script.Student;
        Group = group;
        var events = script.Events;
        _created = events[0].DateCreated.ToUnixTimeSeconds();
        _offsets = new int[events.Count];
        _completedAt = -1;
        for (var i = 0; i < events.Count; i++)
        {
            _offsets[i] = (int)(events[i].DateUpdated.ToUnixTimeSeconds() - _created);
            if (events[i].Event == EventNames.Completed)
                _completedAt = i;
        }
    }

    /// <summary>The person as the vendor knows it now; a later webhook still names the one of its script.</summary>
    public Student Student { get; set; }

    public VendorGroup Group { get; }

    public IReadOnlyList<CustomAnswer> CustomData { get; set; } = CustomAnswer.Unanswered;

    public string? Gender { get; set; }

    public string? AgeRange { get; set; }

    public string? Ethnicity { get; set; }

    public string? HowManyCourses { get; set; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public long Created => _created;

    /// <summary>When the last event of all will have happened, in seconds since 1970.</summary>
    public long Last => _created + _offsets[^1];

    /// <summary>When something last happened until then; null while nothing has but the registration.</summary>
    public long? UpdatedAt(long now) => Visible(now) is var count and > 1 ? _created + _offsets[count - 1] : null;

    /// <summary>When it was completed; null when that was not by then.</summary>
    public long? CompletedAt(long now) =>
        _completedAt >= 0 && _completedAt < Visible(now) ? _created + _offsets[_completedAt] : null;

    /// <summary>The events until then, in order.</summary>
    public IEnumerable<AssessmentEvent> EventsUntil(long now) => _script().Events.Take(Visible(now));

    private int Visible(long now)
    {
        var count = _offsets.Length;
        while (count > 0 && _created + _offsets[count - 1] > now)
            count--;

        return count;
    }
}
