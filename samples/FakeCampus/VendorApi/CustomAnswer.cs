namespace FakeCampus.VendorApi;

/// <summary>One question of the school's own, with its answer.</summary>
/// <param name="QuestionId">The question's number, as text.</param>
/// <param name="ParameterId">The name under which another system passed it, such as an LMS launch.</param>
/// <param name="Response">The answer; null is told as an empty array.</param>
public sealed record CustomAnswer(string QuestionId, string ParameterId, string? Response)
{
    internal static IReadOnlyList<CustomAnswer> Unanswered { get; } =
    [
        new("811", "campusCode", null),
        new("2904", "custom_canvas_user_id", null),
    ];
}
