namespace FakeCampus.Vendor;

/// <summary>The whole sequence of events of one student. Immutable; the same student, seed and plan give the same one.</summary>
public sealed record AssessmentScript(Student Student, IReadOnlyList<AssessmentEvent> Events)
{
    /// <summary>Writes a script from creation to the plan's ending.</summary>
    public static AssessmentScript For(Student student, int seed, AssessmentPlan? plan = null) =>
        new Author(student, seed, plan ?? AssessmentPlan.Default).Write();

    /// <summary>Plays one student through the plan, moment by moment.</summary>
    private sealed class Author(Student student, int seed, AssessmentPlan plan)
    {
        private readonly Random _random = new(StableSeed(student.UserId, seed));
        private readonly List<AssessmentEvent> _events = [];
        private DateTimeOffset _created;
        private DateTimeOffset _now;
        private int _percentage;

        public AssessmentScript Write()
        {
            _created = _now = plan.From.AddSeconds(_random.Next(0, (int)plan.Within.TotalSeconds));
            Add(EventNames.Created);

            var taken = plan.Ending == AssessmentEnding.Completed ? plan.Sections.Count : (plan.Sections.Count + 1) / 2;
            for (var i = 0; i < taken; i++)
                Take(plan.Sections[i], done: i + 1);

            if (plan.RescoresOneSection && taken > 0)
                Complete(plan.Sections[_random.Next(taken)], NewId());

            Pass(5, 60);
            if (plan.Ending == AssessmentEnding.Completed)
                Add(EventNames.Completed);
            else if (plan.Ending == AssessmentEnding.Stopped)
                Add(EventNames.Stopped);

            return new AssessmentScript(student, _events);
        }

        private void Take(string section, int done)
        {
            Pass(5, 120);
            var id = Start(section);
            while (_random.Next(3) == 0)
            {
                // Left without submitting the answers, and come back.
                Pass(300, 7200);
                id = Start(section);
            }

            _percentage = 100 * done / plan.Sections.Count;

            // Nothing says that an id is unique across events, and the vendor's own examples share one here.
            Complete(section, _random.Next(3) == 0 ? id : NewId());
        }

        private string Start(string section)
        {
            var id = NewId();
            _events.Add(Event(id, EventNames.SectionStart) with { Section = section });
            return id;
        }

        private void Complete(string section, string id)
        {
            Pass(180, 720);
            _events.Add(Event(id, EventNames.SectionComplete) with
            {
                Section = section,
                Outcome = SectionScoring.Score(section, VendorTime.ToMinute(_now), _random),
            });
        }

        private void Add(string name) => _events.Add(Event(NewId(), name));

        private AssessmentEvent Event(string id, string name) => new(id, name, student, _created, _now, _percentage);

        private void Pass(int fromSeconds, int toSeconds) => _now = _now.AddSeconds(_random.Next(fromSeconds, toSeconds));

        private string NewId()
        {
            Span<byte> bytes = stackalloc byte[16];
            _random.NextBytes(bytes);
            return Convert.ToHexStringLower(bytes);
        }

        // string.GetHashCode differs from run to run.
        private static int StableSeed(string text, int seed) =>
            text.Aggregate(unchecked((int)2166136261) ^ seed, (hash, letter) => unchecked((hash ^ letter) * 16777619));
    }
}
