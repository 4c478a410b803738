package org.mcpoauth.cdi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.event.ClientEvent;
import org.mcpoauth.api.metadata.GrantType;

/** What an application observes of its clients, with peers over HTTP. */
@Tag("container")
class ClientEventsTest {
    private final Peers peers = new Peers();

    @AfterEach
    void stop() {
        peers.close();
    }

    @ApplicationScoped
    static class Auditor {
        private final List<ClientEvent> events = new CopyOnWriteArrayList<>();

        void happened(@Observes ClientEvent event) {
            events.add(event);
            throw new IllegalStateException("the audit log is full");
        }

        List<ClientEvent> events() {
            return events;
        }
    }

    private List<ClientEvent> events(Map<String, String> more) {
        Map<String, String> keys = peers.keys();
        keys.put("mcp.oauth.client.crm.authorization-agent", "headless");
        keys.putAll(more);
        try (Application application = Application.start(keys, Auditor.class)) {
            application.get(McpOAuthClient.class, McpOAuthLiteral.of("crm")).accessToken();
            return application.get(Auditor.class).events();
        }
    }

    @Test
    void tokensThatAClientObtainsAreFiredAndAnObserverThatFailsChangesNothing() {
        assertEquals(
                List.of(new ClientEvent.TokensObtained(
                        "crm",
                        ResourceIdentifier.of(peers.url("/mcp")),
                        Issuer.of(peers.url("")),
                        GrantType.AUTHORIZATION_CODE,
                        RegistrationApproach.PRE_REGISTERED)),
                events(Map.of()));
    }

    @Test
    void nothingIsFiredWhereEventsAreSwitchedOff() {
        assertEquals(List.of(), events(Map.of("mcp.oauth.events.enabled", "false")));
    }
}
