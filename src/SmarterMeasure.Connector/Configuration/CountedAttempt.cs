namespace SmarterMeasure.Connector.Configuration;

/// <summary>Which of a student's results in one section stands at a destination, whichever registration it comes from.</summary>
public enum CountedAttempt
{
    /// <summary>The one that was scored last.</summary>
    Latest,

    /// <summary>The one with the highest percentage; of equal ones the latest. One without a percentage is below all others.</summary>
    Best,

    /// <summary>The one that was scored first.</summary>
    First,
}
