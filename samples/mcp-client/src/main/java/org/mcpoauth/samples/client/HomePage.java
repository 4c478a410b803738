package org.mcpoauth.samples.client;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Both servers: their tools, or the way to the login. */
@Path("/")
@RequestScoped
public class HomePage {
    // set before anything else is called
    @Inject
    @SuppressWarnings("NullAway.Init")
    NoteServers servers;

    @GET
    public Response show() {
        List<Html> sections = servers.all().stream().map(HomePage::section).toList();
        return Page.of(200, "Two notebooks", Html.join(sections));
    }

    private static Html section(NoteServer server) {
        return Html.of("""
            <section aria-labelledby="{}">
            <h2 id="{}">{}</h2>
            <p>{}</p>
            {}
            </section>
            """, server.name(), server.name(), server.name(), server.address(), content(server));
    }

    private static Html content(NoteServer server) {
        try {
            return Html.join(List.of(tools(server, server.tools()), logout(server)));
        } catch (LoginNeededException e) {
            return Html.of("<p><a href=\"{}\">Log in at {}</a></p>", Links.login(server, Links.home()), server.name());
        } catch (ServerFailedException e) {
            return FailureNotice.of(server.name(), e);
        }
    }

    private static Html tools(NoteServer server, List<Tool> tools) {
        List<Html> items = tools.stream()
                .map(tool -> Html.of(
                        "<dt><a href=\"{}\">{}</a></dt><dd>{}</dd>\n",
                        Links.tool(server, tool.name()),
                        tool.name(),
                        tool.description()))
                .toList();
        return Html.of(
                "<p>You granted: {}</p>\n<dl>\n{}</dl>\n", server.granted().orElse("nothing"), Html.join(items));
    }

    private static Html logout(NoteServer server) {
        return Html.of("""
            <form method="post" action="{}">
            <input type="hidden" name="return" value="{}">
            <button>Log out at {}</button>
            </form>
            """, Links.logout(server), Links.home(), server.name());
    }
}
