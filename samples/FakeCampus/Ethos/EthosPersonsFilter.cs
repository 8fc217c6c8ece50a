namespace FakeCampus.Ethos;

/// <summary>What the list of persons does with criteria by e-mail address.</summary>
public enum EthosPersonsFilter
{
    /// <summary>It filters.</summary>
    Applied,

    /// <summary>400: the filter is not available.</summary>
    Refused,

    /// <summary>The criteria are passed over and everybody is listed: the first one is not the one asked for.</summary>
    Ignored,
}
