package org.mcpoauth.samples.client;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.NotFoundException;
import java.util.List;
import org.mcpoauth.api.McpOAuth;
import org.mcpoauth.api.McpOAuthClient;

/** The two MCP servers. What is known about each stands in the configuration, below the same name. */
@ApplicationScoped
public class NoteServers {
    private final List<NoteServer> all;

    /** For the container, which makes a proxy of this class. */
    protected NoteServers() {
        this.all = List.of();
    }

    @Inject
    public NoteServers(@McpOAuth("home") McpOAuthClient home, @McpOAuth("work") McpOAuthClient work) {
        this.all = List.of(new NoteServer(home), new NoteServer(work));
    }

    List<NoteServer> all() {
        return all;
    }

    NoteServer find(String name) {
        return all.stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(NotFoundException::new);
    }
}
