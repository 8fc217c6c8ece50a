namespace FakeCampus.Canvas;

/// <summary>What a token is good for.</summary>
public enum TokenState
{
    Valid,
    Expired,

    /// <summary>Authenticates, but may neither see users nor grade.</summary>
    WithoutPermission,
}
