using System.Net;

namespace FakeCampus.Tests.Canvas;

public sealed class EscapedSlashTests : CanvasTest
{
    [Fact]
    public async Task A_web_server_that_was_not_set_up_for_it_refuses_an_escaped_slash()
    {
        var response = await Client.GetAsync("api/v1/users/sis_user_id:S%2F1.%C3%A9/profile", Stop);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Broken_escapes_are_refused()
    {
        var response = await Client.GetAsync("api/v1/users/sis_user_id:%C3%28/profile", Stop);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
