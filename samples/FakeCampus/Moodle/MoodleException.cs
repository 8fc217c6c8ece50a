namespace FakeCampus.Moodle;

/// <summary>An exception as Moodle's PHP throws it; it travels in a body with status 200.</summary>
internal sealed class MoodleException(string errorCode, string className, string message) : Exception(message)
{
    public string ErrorCode => errorCode;

    public string ClassName => className;

    public static MoodleException Of(string errorCode, string message) => new(errorCode, "moodle_exception", message);

    public static MoodleException InvalidParameter() =>
        new("invalidparameter", "invalid_parameter_exception", "Invalid parameter value detected");

    public static MoodleException InvalidRecord() =>
        new("invalidrecord", "dml_missing_record_exception", "Can't find data record in database.");

    public static MoodleException InvalidToken() => Of("invalidtoken", "Invalid token - token not found");

    public static MoodleException NoAccess() =>
        new("accessexception", "webservice_access_exception", "Access control exception");
}
