package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.internal.JsonValues;

/**
 * A client as one authorization server knows it (RFC 7591, section 3.2.1; RFC 7592, section 3). It must
 * never be used at another issuer. Immutable; the text form shows no secret.
 *
 * @param issuer the authorization server that knows the client
 * @param clientId the client identifier, not empty
 * @param clientSecret the client secret, or {@code null} for a client without one
 * @param clientIdIssuedAt when the client was registered, or {@code null} when unknown
 * @param clientSecretExpiresAt when the secret stops to work, or {@code null} for never
 * @param metadata the metadata as registered, without the members that stand in this record
 * @param registrationClientUri where the client can read and change its registration (RFC 7592), or
 *     {@code null} when it cannot
 * @param registrationAccessToken the token for that, or {@code null} when there is none
 */
public record ClientInformation(
        Issuer issuer,
        String clientId,
        @Nullable Secret clientSecret,
        @Nullable Instant clientIdIssuedAt,
        @Nullable Instant clientSecretExpiresAt,
        ClientMetadata metadata,
        @Nullable URI registrationClientUri,
        @Nullable Secret registrationAccessToken) {
    private static final Member<String> CLIENT_ID = new Member<>("client_id", Kind.TEXT, false);
    private static final Member<Secret> CLIENT_SECRET = new Member<>("client_secret", Kind.SECRET, false);
    private static final Member<Instant> ISSUED_AT = new Member<>("client_id_issued_at", Kind.INSTANT, false);
    private static final Member<Instant> EXPIRES_AT = new Member<>("client_secret_expires_at", Kind.INSTANT, false);
    private static final Member<URI> CLIENT_URI = new Member<>("registration_client_uri", Kind.ENDPOINT, false);
    private static final Member<Secret> ACCESS_TOKEN = new Member<>("registration_access_token", Kind.SECRET, false);

    /**
     * Checks that nothing needed is missing.
     *
     * @throws IllegalArgumentException if the client identifier is empty
     */
    public ClientInformation {
        Objects.requireNonNull(issuer, "issuer");
        Objects.requireNonNull(metadata, "metadata");
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("clientId is empty");
        }
    }

    /**
     * A client that was registered in advance, outside of any protocol.
     *
     * @param issuer the authorization server that knows the client
     * @param clientId the client identifier
     * @param clientSecret the client secret, or {@code null} for a client without one
     * @param metadata what is known of the client; may be without members
     * @return the client
     */
    public static ClientInformation of(
            Issuer issuer, String clientId, @Nullable Secret clientSecret, ClientMetadata metadata) {
        return new ClientInformation(issuer, clientId, clientSecret, null, null, metadata, null, null);
    }

    /**
     * Begins a client with optional parts.
     *
     * @param issuer the authorization server that knows the client
     * @param clientId the client identifier
     * @param metadata the metadata as registered
     * @return a new builder
     */
    public static Builder builder(Issuer issuer, String clientId, ClientMetadata metadata) {
        return new Builder(issuer, clientId, metadata);
    }

    /**
     * A client out of the answer of a registration endpoint (RFC 7591, section 3.2.1). Members that are
     * {@code null} or an empty text count as absent: authorization servers send both.
     *
     * @param issuer the authorization server that answered
     * @param registrationReply the JSON document of the answer
     * @return the client
     * @throws InvalidMemberException if there is no {@code client_id} or a known member breaks its rule
     */
    public static ClientInformation from(Issuer issuer, JsonObject registrationReply) {
        Map<String, JsonValue> members = new LinkedHashMap<>(registrationReply);
        members.values().removeIf(ClientInformation::isNothing);
        String clientId = take(members, CLIENT_ID);
        if (clientId == null) {
            throw new InvalidMemberException(CLIENT_ID.name(), "must be present");
        }
        Secret secret = take(members, CLIENT_SECRET);
        Instant issuedAt = take(members, ISSUED_AT);
        Instant expiresAt = take(members, EXPIRES_AT);
        URI clientUri = take(members, CLIENT_URI);
        Secret accessToken = take(members, ACCESS_TOKEN);
        ClientMetadata metadata = ClientMetadata.from(JsonValues.object(members));
        return new ClientInformation(
                issuer,
                clientId,
                secret,
                issuedAt,
                Instant.EPOCH.equals(expiresAt) ? null : expiresAt,
                metadata,
                clientUri,
                accessToken);
    }

    /**
     * This client as the answer of a registration endpoint (RFC 7591, section 3.2.1; RFC 7592, section 3).
     * {@code from} reads an equal client out of it, given the issuer.
     *
     * @return the JSON document; it shows the secrets
     */
    public JsonObject toJson() {
        Draft draft = new Draft();
        draft.put(CLIENT_ID, clientId);
        put(draft, CLIENT_SECRET, clientSecret);
        put(draft, ISSUED_AT, clientIdIssuedAt);
        if (clientSecret != null) {
            draft.put(EXPIRES_AT, clientSecretExpiresAt == null ? Instant.EPOCH : clientSecretExpiresAt);
        }
        put(draft, CLIENT_URI, registrationClientUri);
        put(draft, ACCESS_TOKEN, registrationAccessToken);
        metadata.toJson().forEach(draft::putIfAbsent);
        return draft.toJson();
    }

    /**
     * Whether the client secret has stopped to work.
     *
     * @param now the time of the question
     * @return {@code true} if there is an expiry and it is not after that time
     */
    public boolean isSecretExpired(Instant now) {
        return clientSecretExpiresAt != null && !now.isBefore(clientSecretExpiresAt);
    }

    private static boolean isNothing(JsonValue value) {
        return value.equals(JsonValue.NULL)
                || (value instanceof JsonString text && text.getString().isEmpty());
    }

    private static <T> @Nullable T take(Map<String, JsonValue> members, Member<T> member) {
        JsonValue value = members.remove(member.name());
        return value == null ? null : member.read(value);
    }

    private static <T> void put(Draft draft, Member<T> member, @Nullable T value) {
        if (value != null) {
            draft.put(member, value);
        }
    }

    /** Collects the parts of a client. Not thread-safe. */
    public static final class Builder {
        private final Issuer issuer;
        private final String clientId;
        private final ClientMetadata metadata;
        private @Nullable Secret clientSecret;
        private @Nullable Instant clientIdIssuedAt;
        private @Nullable Instant clientSecretExpiresAt;
        private @Nullable URI registrationClientUri;
        private @Nullable Secret registrationAccessToken;

        private Builder(Issuer issuer, String clientId, ClientMetadata metadata) {
            this.issuer = issuer;
            this.clientId = clientId;
            this.metadata = metadata;
        }

        /**
         * Sets the secret.
         *
         * @param secret the client secret
         * @param expiresAt when it stops to work, or {@code null} for never
         * @return this builder
         */
        public Builder clientSecret(Secret secret, @Nullable Instant expiresAt) {
            this.clientSecret = secret;
            this.clientSecretExpiresAt = expiresAt;
            return this;
        }

        /**
         * Sets the time of registration.
         *
         * @param issuedAt when the client was registered
         * @return this builder
         */
        public Builder clientIdIssuedAt(Instant issuedAt) {
            this.clientIdIssuedAt = issuedAt;
            return this;
        }

        /**
         * Sets how the client can manage its registration (RFC 7592, section 3).
         *
         * @param clientUri where it can read and change the registration
         * @param accessToken the token for that
         * @return this builder
         */
        public Builder registration(URI clientUri, Secret accessToken) {
            this.registrationClientUri = clientUri;
            this.registrationAccessToken = accessToken;
            return this;
        }

        /**
         * Makes the client.
         *
         * @return the client
         * @throws IllegalArgumentException if the client identifier is empty
         */
        public ClientInformation build() {
            return new ClientInformation(
                    issuer,
                    clientId,
                    clientSecret,
                    clientIdIssuedAt,
                    clientSecretExpiresAt,
                    metadata,
                    registrationClientUri,
                    registrationAccessToken);
        }
    }
}
