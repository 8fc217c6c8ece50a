namespace FakeCampus.XApi;

/// <summary>Basic credentials that the store knows, and what they may do.</summary>
public sealed record XApiAccount(string User, string Password, bool MayWrite = true, bool MayRead = true)
{
    /// <summary>Keeps the password out of messages and logs.</summary>
    public override string ToString() => $"{nameof(XApiAccount)} {User}";
}
