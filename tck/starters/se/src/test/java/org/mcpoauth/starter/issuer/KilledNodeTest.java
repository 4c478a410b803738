package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.mcpoauth.spi.server.AccessTokenFormat;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;
import org.mcpoauth.starter.node.NodeProcess;
import org.mcpoauth.starter.store.Databases;

/** Codes and refresh tokens with access tokens that are JWTs, and whatever else a node may have begun. */
class KilledNodeTest extends KilledNodes {
    /** How long a node has to issue the tokens of a device. */
    private static final Duration REDEMPTION = Duration.ofSeconds(30);

    @Override
    AccessTokenFormat format() {
        return AccessTokenFormat.JWT;
    }

    @Test
    void aGrantWhoseCodeNeverWentOutIsInNobodysWay() throws IOException {
        killDuring(Moment.AFTER_GRANTING, node -> new Browser(node).walk());
    }

    // RFC 8628, section 3.5
    @Test
    void aDeviceWhoseTokensWereNotStoredGetsThemLater() throws IOException {
        String code = deviceCode();
        killDuring(Moment.WHILE_REDEEMING, node -> calls.askAsDevice(node, code));
        assertEquals("authorization_pending", Calls.text(calls.askAsDevice(survivor, code), "error"));
        try (NodeProcess later = site.startAhead(REDEMPTION).awaitReady()) {
            HttpResponse<String> issued = calls.askAsDevice(later.address(), code);
            assertEquals(200, issued.statusCode(), issued::body);
            assertTrue(calls.isActive(later.address(), Calls.text(issued, "access_token")));
            assertInvalidGrant(calls.askAsDevice(later.address(), code));
        }
    }

    // RFC 8628, section 3.5; as for codes: RFC 6749, section 4.1.2
    @Test
    void aDeviceWhoseTokensWereStoredForNobodyBringsNoSecondGrant() throws IOException {
        String code = deviceCode();
        Set<StateKey> before = grants().keySet();
        killDuring(Moment.AFTER_GRANTING, node -> calls.askAsDevice(node, code));
        try (NodeProcess later = site.startAhead(REDEMPTION).awaitReady()) {
            assertInvalidGrant(calls.askAsDevice(later.address(), code));
            assertInvalidGrant(calls.askAsDevice(later.address(), code));
        }
        Map<StateKey, StateEntry> brought = new HashMap<>(grants());
        brought.keySet().removeAll(before);
        assertEquals(1, brought.size());
        brought.values()
                .forEach(grant -> assertTrue(Json.createReader(new StringReader(grant.value()))
                        .readObject()
                        .getBoolean("revoked")));
    }

    @Test
    void aClientThatDoesNotKnowItIsRegisteredRegistersAgain() throws IOException {
        killDuring(Moment.AFTER_REGISTERING, calls::register);
        HttpResponse<String> registered = calls.register(survivor);
        assertEquals(201, registered.statusCode(), registered::body);
        HttpResponse<String> asked = Calls.postAs(
                survivor,
                "/introspect",
                "client_id",
                Calls.text(registered, "client_id"),
                "client_secret",
                Calls.text(registered, "client_secret"),
                "token",
                "none");
        assertEquals(200, asked.statusCode(), asked::body);
    }

    /** The code of a device whose user has agreed. */
    private String deviceCode() throws IOException {
        HttpResponse<String> codes = calls.addDevice(survivor);
        new Browser(survivor).approve(Calls.text(codes, "user_code"));
        return Calls.text(codes, "device_code");
    }

    private Map<StateKey, StateEntry> grants() {
        return site.store(Databases.postgresPort())
                .scan("grant" + IssuerNode.SUFFIX, null, null, 1000)
                .entries();
    }
}
