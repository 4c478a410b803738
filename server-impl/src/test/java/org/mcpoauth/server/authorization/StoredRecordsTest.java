package org.mcpoauth.server.authorization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.spi.endpoint.EndpointResponse;
import org.mcpoauth.spi.server.EndpointPaths;
import org.mcpoauth.spi.store.StateEntry;
import org.mcpoauth.spi.store.StateKey;

/** What a store holds that was not written here is as good as a store that is down, and nothing worse. */
class StoredRecordsTest {
    private static final String TIME = "(?<=:)[0-9]{13}";

    private final TestServer server =
            new TestServer(builder -> builder.endpoints(EndpointPaths.DEFAULT.withDevice("/device")));

    @BeforeEach
    void addClient() {
        server.addClient(
                "app",
                null,
                metadata -> metadata.tokenEndpointAuthMethod(ClientAuthenticationMethod.NONE)
                        .grantTypes(
                                List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN, GrantType.DEVICE_CODE)));
    }

    private void spoil(String namespace, String number) {
        Map<StateKey, StateEntry> entries =
                server.stored.scan(namespace, null, null, 100).entries();
        assertFalse(entries.isEmpty(), namespace);
        entries.forEach((key, entry) -> server.stored.compareAndSet(
                key, entry.value(), StateEntry.of(entry.value().replaceAll(TIME, number)), Duration.ofMinutes(1)));
    }

    private void assertUnavailable(EndpointResponse response) {
        assertEquals("temporarily_unavailable", server.error(response));
        assertEquals(503, response.status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "99999999999999999999", "-1", "0.5", "null", "\"soon\""})
    void aGrantWithAnotherNumberIsUnavailable(String number) {
        String code = server.codeOf("app");
        spoil("grant", number);

        assertUnavailable(server.redeem("app", code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "99999999999999999999", "-1", "0.5", "null", "\"soon\""})
    void aDeviceWithAnotherNumberIsUnavailable(String number) {
        String code = server.json(server.post(
                        "/device", Map.of(), TestServer.form("client_id", "app", "resource", TestServer.RESOURCE)))
                .getString("device_code");
        spoil("device", number);

        assertUnavailable(
                server.token("grant_type", GrantType.DEVICE_CODE.value(), "client_id", "app", "device_code", code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e30", "99999999999999999999", "-1", "0.5", "null", "\"soon\""})
    void aClientWithAnotherNumberIsUnavailable(String number) {
        spoil("client", number);

        assertUnavailable(server.refresh("app", "unknown"));
    }
}
