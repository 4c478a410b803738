package org.mcpoauth.client;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/** A stored JSON text, read back. What this library wrote must be readable; anything else is a broken store. */
public final class StoredText {
    private final JsonObject members;

    private StoredText(JsonObject members) {
        this.members = members;
    }

    public static StoredText read(StrictJson json, String text) {
        try {
            return new StoredText(json.readObject(text, JsonLimits.TOKEN_RESPONSE));
        } catch (MalformedException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored entry is not readable", e);
        }
    }

    public String text(String name) {
        return optional(name)
                .orElseThrow(() ->
                        new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored entry lacks " + name, null));
    }

    public Optional<String> optional(String name) {
        return members.get(name) instanceof JsonString string ? Optional.of(string.getString()) : Optional.empty();
    }

    @Nullable
    public Secret secret(String name) {
        return optional(name).map(Secret::of).orElse(null);
    }

    public URI uri(String name) {
        return URI.create(text(name));
    }

    @Nullable
    public Instant instant(String name) {
        JsonValue value = members.get(name);
        return value instanceof JsonNumber number ? Instant.ofEpochMilli(number.longValueExact()) : null;
    }

    public boolean flag(String name) {
        return members.get(name) == JsonValue.TRUE;
    }

    public JsonObject all() {
        return members;
    }
}
