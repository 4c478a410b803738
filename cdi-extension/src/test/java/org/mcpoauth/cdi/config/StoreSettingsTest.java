package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mcpoauth.api.Secret;
import org.mcpoauth.cdi.config.StoreSettings.Kind;

/** Which store keys choose, of the application and of one client. */
class StoreSettingsTest {
    private static final String CRM = "mcp.oauth.client.crm.token-store";

    @TempDir
    Path home;

    private static StoreSettings ofRuntime(Map<String, String> keys) {
        return RuntimeSettings.read(Keys.config(keys), Credentials.NONE).store();
    }

    private static Optional<StoreSettings> ofClient(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>(Samples.CLIENT);
        all.putAll(keys);
        // the problems of both are the same
        ClientConfigurations.read(Keys.config(all), "crm", builder -> {});
        return ClientConfigurations.store(Keys.config(all), Credentials.NONE, "crm");
    }

    @Test
    void aStoreHasRoom() {
        assertEquals(
                List.of("mcp.oauth.store.max-entries: is at least 1"),
                Keys.problems(() -> ofRuntime(Map.of("mcp.oauth.store.max-entries", "0"))));
        assertEquals(7, ofRuntime(Map.of("mcp.oauth.store.max-entries", "7")).maxEntries());
        assertEquals(null, ofRuntime(Map.of()).maxEntries());
    }

    @Test
    void aFileNeedsDirectoryAndKeys() {
        assertEquals(
                List.of(
                        "mcp.oauth.store.keys: are needed for the store file: secrets of 32 characters or more",
                        "mcp.oauth.store.file: is needed for the store file"),
                Keys.problems(() -> ofRuntime(Map.of("mcp.oauth.store", "file"))));
        StoreSettings store = ofRuntime(Map.of(
                "mcp.oauth.store", "file",
                "mcp.oauth.store.file", "/var/lib/app/mcp",
                "mcp.oauth.store.keys", Samples.SECRET));
        assertEquals(Kind.FILE, store.kind());
        assertEquals("/var/lib/app/mcp", store.directory());
        assertEquals(List.of(Secret.of(Samples.SECRET)), store.keys().current());
        assertFalse(store.toString().contains(Samples.SECRET));
    }

    @Test
    void aFileIsReadableByADangerousKeyOnly() {
        Map<String, String> keys = Map.of(
                "mcp.oauth.store", "file",
                "mcp.oauth.store.file", "/var/lib/app/mcp",
                "mcp.oauth.store.dangerous-unencrypted", "true");
        assertTrue(ofRuntime(keys).isReadable());
        assertEquals(
                List.of("mcp.oauth.store.dangerous-unencrypted=true weakens security"),
                new KeyReview(Keys.config(keys)).dangerousSettings(Set.of(), Set.of()));
        Map<String, String> both = new HashMap<>(keys);
        both.put("mcp.oauth.store.keys", Samples.SECRET);
        assertEquals(
                List.of("mcp.oauth.store.keys: must not be there for a store that is to be readable"),
                Keys.problems(() -> ofRuntime(both)));
    }

    @Test
    void shortLivedEntriesMayBeInACacheWhateverKeepsTheRest() {
        assertFalse(ofRuntime(Map.of("mcp.oauth.store.jcache", "state")).isShortLivedCached());
        StoreSettings store =
                ofRuntime(Map.of("mcp.oauth.store.short-lived", "jcache", "mcp.oauth.store.jcache", "state"));
        assertTrue(store.isShortLivedCached());
        assertEquals(Kind.MEMORY, store.kind());
        assertEquals("state", store.jcache());
    }

    @Test
    void shortLivedEntriesNeedTheirCache() {
        assertEquals(
                List.of("mcp.oauth.store.jcache: is needed for the store jcache"),
                Keys.problems(() -> ofRuntime(Map.of("mcp.oauth.store.short-lived", "jcache"))));
        List<String> unknown = Keys.problems(() -> ofRuntime(Map.of("mcp.oauth.store.short-lived", "file")));
        assertEquals(1, unknown.size());
        assertTrue(unknown.get(0).startsWith("mcp.oauth.store.short-lived: "), unknown.get(0));
    }

    @Test
    void keysMayBeInAFile() throws IOException {
        Path file = Files.writeString(home.resolve("keys"), "a".repeat(32) + "\n" + "b".repeat(32) + "\n");
        assertEquals(
                List.of(Secret.of("a".repeat(32)), Secret.of("b".repeat(32))),
                ofRuntime(Map.of(
                                "mcp.oauth.store", "jcache",
                                "mcp.oauth.store.jcache", "state",
                                "mcp.oauth.store.keys-file", file.toString()))
                        .keys()
                        .current());
        assertEquals(
                2,
                ofClient(Map.of(CRM, "file", CRM + ".file", "tokens", CRM + ".keys-file", file.toString()))
                        .orElseThrow()
                        .keys()
                        .current()
                        .size());
    }

    @Test
    void aClientHasTheStoreOfTheApplicationUnlessItsOwnIsChosen() {
        assertEquals(Optional.empty(), ofClient(Map.of()));
        assertEquals(
                Optional.empty(), ofClient(Map.of("mcp.oauth.store", "jcache", "mcp.oauth.store.jcache", "state")));
        assertEquals(Kind.MEMORY, ofClient(Map.of(CRM, "memory")).orElseThrow().kind());
        assertEquals(
                Kind.MEMORY,
                ofClient(Map.of("mcp.oauth.client.token-store", "memory"))
                        .orElseThrow()
                        .kind(),
                "for all clients");
    }

    @Test
    void aClientMayHaveAFileOfItsOwn() {
        StoreSettings store = ofClient(Map.of(CRM, "file", CRM + ".file", "tokens", CRM + ".keys", Samples.SECRET))
                .orElseThrow();
        assertEquals("tokens", store.directory());
        assertEquals(
                List.of(
                        CRM + ".keys: are needed for the store file: secrets of 32 characters or more",
                        CRM + ".file: is needed for the store file"),
                Keys.problems(() -> ofClient(Map.of(CRM, "file"))));
        assertTrue(ofClient(Map.of(CRM, "file", CRM + ".file", "tokens", CRM + ".dangerous-unencrypted", "true"))
                .orElseThrow()
                .isReadable());
    }

    @Test
    void aClientMayHaveADataBaseOfItsOwnOrThatOfTheApplication() {
        assertEquals(
                "jdbc/own",
                ofClient(Map.of(CRM, "jdbc", CRM + ".data-source", "jdbc/own"))
                        .orElseThrow()
                        .dataSource());
        assertEquals(
                "jdbc/mcp",
                ofClient(Map.of(CRM, "jdbc", "mcp.oauth.store.data-source", "jdbc/mcp"))
                        .orElseThrow()
                        .dataSource());
        assertEquals(
                List.of(CRM + ".data-source: is needed for the store jdbc"),
                Keys.problems(() -> ofClient(Map.of(CRM, "jdbc"))));
        assertEquals(
                List.of(CRM + ".data-source: is a name such as jdbc/mcp or java:app/jdbc/mcp"),
                Keys.problems(() -> ofClient(Map.of(CRM, "jdbc", CRM + ".data-source", "ldap://x/y"))));
    }

    /** Whoever encrypts what the application keeps does not mean to leave the tokens of a client in the clear. */
    @Test
    void aStoreOfAClientHasTheKeysOfTheApplication() {
        for (String kind : List.of("jdbc", "file")) {
            Map<String, String> keys =
                    new HashMap<>(Map.of(CRM, kind, CRM + ".data-source", "jdbc/own", CRM + ".file", "tokens"));
            keys.put("mcp.oauth.store.keys", Samples.SECRET);
            assertEquals(
                    List.of(Secret.of(Samples.SECRET)),
                    ofClient(keys).orElseThrow().keys().current(),
                    kind);
            keys.put(CRM + ".keys", "o".repeat(32));
            assertEquals(
                    List.of(Secret.of("o".repeat(32))),
                    ofClient(keys).orElseThrow().keys().current(),
                    kind);
        }
    }

    @Test
    void aStoreOfAClientIsInTheClearByADangerousKeyOnly() {
        Map<String, String> keys = Map.of(
                CRM,
                "jdbc",
                CRM + ".data-source",
                "jdbc/own",
                CRM + ".dangerous-unencrypted",
                "true",
                "mcp.oauth.store.keys",
                Samples.SECRET);
        assertEquals(List.of(), ofClient(keys).orElseThrow().keys().current());
        assertEquals(
                List.of(CRM + ".dangerous-unencrypted=true weakens security"),
                new KeyReview(Keys.config(keys)).dangerousSettings(Set.of("crm"), Set.of()));
    }

    @Test
    void aBeanIsForAClientAndItsKeysEncryptIt() {
        StoreSettings store = ofClient(Map.of(CRM, "bean", "mcp.oauth.store.keys", Samples.SECRET))
                .orElseThrow();
        assertEquals(Kind.BEAN, store.kind());
        assertEquals(List.of(Secret.of(Samples.SECRET)), store.keys().current());
        assertEquals(
                List.of("mcp.oauth.store: is one of memory, jdbc, jcache, file"),
                Keys.problems(
                        () -> RuntimeSettings.read(Keys.config(Map.of("mcp.oauth.store", "bean")), Credentials.NONE)));
    }

    @Test
    void aClientHasNoCacheAndNoOtherKinds() {
        for (String kind : List.of("jcache", "session", "FILE", "")) {
            List<String> problems = kind.isEmpty() ? List.of() : List.of(CRM + ": is one of memory, jdbc, file, bean");
            Map<String, String> keys = Map.of(CRM, kind);
            if (problems.isEmpty()) {
                assertEquals(Optional.empty(), ofClient(keys));
            } else {
                assertEquals(problems, Keys.problems(() -> ofClient(keys)));
            }
        }
    }
}
