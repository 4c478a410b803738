package org.mcpoauth.server.authorization.consent;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.net.URI;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StoredNumbers;
import org.mcpoauth.spi.support.json.StrictJson;

/** Agreements as text. Times are in milliseconds since 1970. */
final class AgreementsJson {
    // fifty agreements, each of as many scopes and resources as a form names
    private static final JsonLimits LIMITS = new JsonLimits(2 << 20, 16, 128 << 10, 64 << 10, 32);

    private final StrictJson json;

    AgreementsJson(StrictJson json) {
        this.json = json;
    }

    String write(ClientAgreements stored) {
        JsonArrayBuilder agreements = json.array();
        stored.agreements().forEach(agreement -> agreements.add(object(agreement)));
        return json.write(json.object()
                .add("client_id", stored.clientId())
                .add("redirect_uri", stored.redirectUri().toString())
                .add("agreements", agreements)
                .build());
    }

    ClientAgreements read(String text) {
        try {
            JsonObject object = json.readObject(text, LIMITS);
            return new ClientAgreements(
                    object.getString("client_id"),
                    URI.create(object.getString("redirect_uri")),
                    object.getJsonArray("agreements").getValuesAs(JsonObject.class).stream()
                            .map(AgreementsJson::agreement)
                            .toList());
        } catch (MalformedException | NullPointerException | ClassCastException | IllegalArgumentException e) {
            throw new StorageException(FailureCode.STORE_UNAVAILABLE, "a stored consent cannot be read", e);
        }
    }

    private JsonObjectBuilder object(Agreement agreement) {
        return json.object()
                .add(
                        "resources",
                        json.array(agreement.resources().stream()
                                .map(ResourceIdentifier::value)
                                .toList()))
                .add("scope", agreement.scopes().toString())
                .add("until", agreement.until().toEpochMilli());
    }

    private static Agreement agreement(JsonObject object) {
        return new Agreement(
                object.getJsonArray("resources").getValuesAs(JsonString.class).stream()
                        .map(resource -> ResourceIdentifier.of(resource.getString()))
                        .toList(),
                Scopes.parse(object.getString("scope")),
                StoredNumbers.instant(object, "until"));
    }
}
