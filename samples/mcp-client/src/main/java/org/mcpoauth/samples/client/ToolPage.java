package org.mcpoauth.samples.client;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One tool: a field for each argument, and what it answers. */
@Path("/servers/{server}/tools/{tool}")
@RequestScoped
public class ToolPage {
    // set before anything else is called
    @Inject
    @SuppressWarnings("NullAway.Init")
    NoteServers servers;

    /** What is done with a tool that the server has. */
    private interface Use {
        Html of(Tool tool) throws LoginNeededException, ServerFailedException;
    }

    /** The fields, filled in with what stands in the query; nothing is called. */
    @GET
    public Response show(
            @PathParam("server") String serverName, @PathParam("tool") String toolName, @Context UriInfo uri) {
        NoteServer server = servers.find(serverName);
        Map<String, String> given = firsts(uri.getQueryParameters());
        return answer(server, toolName, given, tool -> form(server, tool, given));
    }

    /** Calls the tool with what the user wrote. */
    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response call(
            @PathParam("server") String serverName,
            @PathParam("tool") String toolName,
            MultivaluedMap<String, String> fields) {
        NoteServer server = servers.find(serverName);
        Map<String, String> given = firsts(fields);
        return answer(server, toolName, given, tool -> {
            List<String> texts = server.call(tool, tool.arguments(given));
            return Html.join(List.of(result(texts), form(server, tool, Map.of())));
        });
    }

    private static Response answer(NoteServer server, String toolName, Map<String, String> given, Use use) {
        String title = toolName + " at " + server.name();
        try {
            Tool tool = server.tool(toolName).orElseThrow(NotFoundException::new);
            return Page.of(200, title, use.of(tool));
        } catch (LoginNeededException e) {
            return Page.of(403, title, login(server, Links.filledIn(server, toolName, given)));
        } catch (ServerFailedException e) {
            return Page.of(502, title, FailureNotice.of(server.name(), e));
        }
    }

    private static Html form(NoteServer server, Tool tool, Map<String, String> given) {
        List<Html> fields = tool.arguments().stream()
                .map(name -> Html.of(
                        "<p><label for=\"{}\">{}</label>\n<input id=\"{}\" name=\"{}\" value=\"{}\"></p>\n",
                        name,
                        name,
                        name,
                        name,
                        given.getOrDefault(name, "")))
                .toList();
        return Html.of("""
            <p>{}</p>
            <form method="post" action="{}">
            {}<button>Call</button>
            </form>
            """, tool.description(), Links.tool(server, tool.name()), Html.join(fields));
    }

    private static Html result(List<String> texts) {
        List<Html> lines =
                texts.stream().map(text -> Html.of("<pre>{}</pre>\n", text)).toList();
        return Html.of("<section aria-label=\"Answer\">\n{}</section>\n", Html.join(lines));
    }

    /** The library knows what was missing, and asks for it at this login. */
    private static Html login(NoteServer server, String back) {
        String why = server.granted()
                .map(granted -> "You granted " + granted + ". This tool needs more.")
                .orElse("You are not logged in at " + server.name() + ".");
        return Html.of(
                "<p>{}</p>\n<p><a href=\"{}\">Continue at {}</a></p>", why, Links.login(server, back), server.name());
    }

    private static Map<String, String> firsts(MultivaluedMap<String, String> values) {
        Map<String, String> firsts = new LinkedHashMap<>();
        values.keySet().forEach(name -> firsts.put(name, values.getFirst(name)));
        return firsts;
    }
}
