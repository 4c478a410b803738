package org.mcpoauth.cdi.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;

class KnownClientFileTest {
    private static final String DIGEST = SecretHash.of(Secret.of("other")).sha256();

    @TempDir
    private Path folder;

    @Test
    void clientsAreReadWithSecretOrDigest() {
        List<Client> clients = read("{\"batch\":{\"grant_types\":[\"client_credentials\"],\"client_secret\":\"one\"},"
                + "\"other\":{\"client_secret_sha256\":\"" + DIGEST + "\"},"
                + "\"open\":{\"token_endpoint_auth_method\":\"none\"}}");

        assertEquals(
                List.of("batch", "other", "open"),
                clients.stream().map(Client::clientId).toList());
        assertEquals(
                List.of(GrantType.CLIENT_CREDENTIALS), clients.get(0).metadata().grantTypes());
        assertEquals(SecretHash.of(Secret.of("one")), clients.get(0).secretHash());
        assertEquals(SecretHash.of(Secret.of("other")), clients.get(1).secretHash());
        assertEquals(null, clients.get(2).secretHash());
    }

    @Test
    void theSecretIsNoPartOfTheMetadata() {
        Client client = read("{\"batch\":{\"client_secret\":\"one\"}}").get(0);

        assertTrue(client.metadata().toJson().keySet().stream().noneMatch(name -> name.startsWith("client_secret")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"a\":1}",
                "{\"a\":{},\"a\":{}}",
                "{\"\":{}}",
                "{\"a\":{\"client_secret\":1}}",
                "{\"a\":{\"client_secret\":\"\"}}",
                "{\"a\":{\"client_secret_sha256\":\"short\"}}",
                "{\"a\":{\"client_secret\":\"one\",\"client_secret_sha256\":\"two\"}}",
                "{\"a\":{\"redirect_uris\":\"https://client.example\"}}"
            })
    void whatIsNoListOfClientsIsAProblemOfTheKey(String content) {
        List<String> problems = Keys.problems(() -> read(content));

        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("mcp.oauth.as.clients-file: "), problems.get(0));
    }

    private List<Client> read(String content) {
        try {
            Map<String, String> keys = new HashMap<>(Samples.AUTHORIZATION_SERVER);
            keys.put(
                    "mcp.oauth.as.clients-file",
                    Files.writeString(folder.resolve("clients.json"), content).toString());
            return AuthorizationServerConfigurations.read(Keys.config(keys))
                    .clients()
                    .known()
                    .current();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
