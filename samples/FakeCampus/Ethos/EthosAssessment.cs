namespace FakeCampus.Ethos;

/// <summary>An aptitude assessment: the college registers one code for each section.</summary>
/// <param name="Id">Its GUID.</param>
/// <param name="Code">The code of the college.</param>
/// <param name="Title">What people read.</param>
/// <param name="Minimum">The lowest valid score.</param>
/// <param name="Maximum">The highest valid score.</param>
/// <param name="Increment">The step between valid scores, counted from the lowest.</param>
public sealed record EthosAssessment(
    Guid Id, string Code, string Title, decimal Minimum = 0, decimal Maximum = 100, decimal Increment = 1)
{
    /// <summary>Whether the score lies on one of the valid steps.</summary>
    public bool IsValid(decimal score) =>
        score >= Minimum && score <= Maximum && (Increment <= 0 || (score - Minimum) % Increment == 0);

    /// <summary>The valid score that is nearest.</summary>
    public decimal Nearest(decimal score)
    {
        var within = Math.Clamp(score, Minimum, Maximum);
        return Increment <= 0
            ? within
            : Minimum + Math.Floor((within - Minimum) / Increment + 0.5m) * Increment is var near && near > Maximum
                ? near - Increment
                : near;
    }
}
