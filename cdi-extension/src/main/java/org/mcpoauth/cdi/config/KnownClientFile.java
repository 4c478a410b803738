package org.mcpoauth.cdi.config;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads the clients that the deployer registered: a JSON object whose names are client identifiers and whose values are
 * client metadata (RFC 7591, section 2), with {@code client_secret} or its digest {@code client_secret_sha256}.
 */
final class KnownClientFile {
    private static final String SECRET = "client_secret";
    private static final String DIGEST = "client_secret_sha256";

    private KnownClientFile() {}

    static List<Client> read(String text) {
        try {
            StrictJson json = StrictJson.create();
            JsonObject clients = json.readObject(text, JsonLimits.METADATA);
            return clients.entrySet().stream()
                    .map(entry -> client(json, entry.getKey(), entry.getValue()))
                    .toList();
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the file is no JSON object: " + e.getMessage(), e);
        }
    }

    private static Client client(StrictJson json, String id, JsonValue value) {
        if (!(value instanceof JsonObject members)) {
            throw new IllegalArgumentException("the metadata of a client are a JSON object");
        }
        JsonObject metadata = json.object(members).remove(SECRET).remove(DIGEST).build();
        return new Client(id, ClientMetadata.from(metadata), secret(members), Instant.EPOCH, null);
    }

    private static @Nullable SecretHash secret(JsonObject members) {
        if (members.containsKey(SECRET) && members.containsKey(DIGEST)) {
            throw new IllegalArgumentException(SECRET + " and " + DIGEST + " must not stand beside each other");
        }
        if (members.containsKey(SECRET)) {
            return SecretHash.of(Secret.of(text(members, SECRET)));
        }
        return members.containsKey(DIGEST) ? new SecretHash(text(members, DIGEST)) : null;
    }

    private static String text(JsonObject members, String name) {
        if (members.get(name) instanceof JsonString text) {
            return text.getString();
        }
        throw new IllegalArgumentException(name + " is no text");
    }
}
