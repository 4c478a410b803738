package org.mcpoauth.samples.mcp;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mcpoauth.samples.mcp.json.JsonText;
import org.mcpoauth.samples.mcp.tool.AskName;
import org.mcpoauth.samples.mcp.tool.NoteBook;
import org.mcpoauth.samples.mcp.tool.NotesAdd;
import org.mcpoauth.samples.mcp.tool.NotesCount;
import org.mcpoauth.samples.mcp.tool.NotesList;
import org.mcpoauth.samples.mcp.tool.Tool;
import org.mcpoauth.samples.mcp.tool.Whoami;

/** The tools, always in the same order. */
final class Toolbox {
    private final List<Tool> tools;
    private final JsonArray description;

    Toolbox(NoteBook notes) {
        this.tools =
                List.of(new Whoami(), new NotesCount(notes), new NotesList(notes), new NotesAdd(notes), new AskName());
        this.description = describe(tools);
    }

    Optional<Tool> find(String name) {
        return tools.stream().filter(tool -> tool.name().equals(name)).findFirst();
    }

    Stream<String> names() {
        return tools.stream().map(Tool::name);
    }

    /** The {@code tools} member of {@code tools/list}. */
    JsonArray describe() {
        return description;
    }

    private static JsonArray describe(List<Tool> tools) {
        JsonArrayBuilder described = JsonText.array();
        tools.forEach(tool -> described.add(describe(tool)));
        return described.build();
    }

    private static JsonObjectBuilder describe(Tool tool) {
        return JsonText.object()
                .add("name", tool.name())
                .add("description", tool.description())
                .add("inputSchema", tool.parameters().schema());
    }
}
