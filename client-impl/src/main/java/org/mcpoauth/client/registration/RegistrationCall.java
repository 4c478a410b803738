package org.mcpoauth.client.registration;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientInformation;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.client.Toolkit;
import org.mcpoauth.client.grant.ErrorAnswer;
import org.mcpoauth.client.grant.JsonAnswer;
import org.mcpoauth.spi.http.HttpReply;
import org.mcpoauth.spi.support.http.FetchKind;

/** Registers and manages a client at its server (RFC 7591, section 3; RFC 7592, section 2). */
final class RegistrationCall {
    private static final Rule REGISTER = new Rule("RFC 7591", "3.2.1");
    private static final Rule MANAGE = new Rule("RFC 7592", "3");
    private static final Set<ClientAuthenticationMethod> BY_SECRET = Set.of(
            ClientAuthenticationMethod.CLIENT_SECRET_BASIC,
            ClientAuthenticationMethod.CLIENT_SECRET_POST,
            ClientAuthenticationMethod.CLIENT_SECRET_JWT);
    private static final String JSON = "application/json";

    private final Toolkit toolkit;
    private final ErrorAnswer errors;

    RegistrationCall(Toolkit toolkit) {
        this.toolkit = toolkit;
        this.errors = new ErrorAnswer(toolkit);
    }

    ClientInformation register(URI endpoint, Issuer issuer, ClientMetadata metadata, @Nullable Secret token) {
        HttpReply reply = toolkit.http()
                .post(endpoint, bearer(token), JSON, toolkit.json().writeBytes(metadata.toJson()), FetchKind.ENDPOINT);
        // RFC 7591 has 201; servers that answer 200 exist and mean the same
        if (reply.status() != 201 && reply.status() != 200) {
            throw errors.of(endpoint, reply);
        }
        return information(endpoint, issuer, reply, REGISTER);
    }

    ClientInformation read(ClientInformation client) {
        return registration(client, manage("GET", client, null));
    }

    ClientInformation update(ClientInformation client, ClientMetadata metadata) {
        return registration(client, manage("PUT", client, replacement(client, metadata)));
    }

    void delete(ClientInformation client) {
        HttpReply reply = manage("DELETE", client, null);
        if (reply.status() != 204 && reply.status() != 200) {
            throw errors.of(endpoint(client), reply);
        }
    }

    private ClientInformation registration(ClientInformation client, HttpReply reply) {
        if (reply.status() != 200) {
            throw errors.of(endpoint(client), reply);
        }
        return information(endpoint(client), client.issuer(), reply, MANAGE);
    }

    private HttpReply manage(String method, ClientInformation client, @Nullable JsonObject body) {
        Map<String, String> headers = new LinkedHashMap<>(bearer(client.registrationAccessToken()));
        if (body == null) {
            return toolkit.http().send(method, endpoint(client), headers, null, FetchKind.ENDPOINT);
        }
        headers.put("Content-Type", JSON);
        return toolkit.http()
                .send(method, endpoint(client), headers, toolkit.json().writeBytes(body), FetchKind.ENDPOINT);
    }

    private static URI endpoint(ClientInformation client) {
        URI endpoint = client.registrationClientUri();
        if (endpoint == null || client.registrationAccessToken() == null) {
            throw new IllegalArgumentException("the client has no registration URL and token");
        }
        return endpoint;
    }

    /** A reply that cannot be used later is refused now, before a user is asked for anything. */
    private ClientInformation information(URI endpoint, Issuer issuer, HttpReply reply, Rule rule) {
        JsonObject body = JsonAnswer.of(toolkit, endpoint, reply, rule).body();
        try {
            ClientInformation information = ClientInformation.from(issuer, body);
            requireUsable(information, rule);
            return information;
        } catch (IllegalArgumentException e) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, rule, "unusable registration: " + e.getMessage(), e);
        }
    }

    private void requireUsable(ClientInformation information, Rule rule) {
        boolean lacksSecret = information.clientSecret() == null
                && information.metadata().has("token_endpoint_auth_method")
                && BY_SECRET.contains(information.metadata().tokenEndpointAuthMethod());
        if (lacksSecret || information.isSecretExpired(toolkit.clock().instant())) {
            throw new ResponseViolationException(
                    FailureCode.INVALID_RESPONSE, rule, "the registration has no secret that can be used");
        }
    }

    private JsonObject replacement(ClientInformation client, ClientMetadata metadata) {
        JsonObjectBuilder body = toolkit.json().object(metadata.toJson()).add("client_id", client.clientId());
        Secret secret = client.clientSecret();
        return (secret == null ? body : body.add("client_secret", secret.reveal())).build();
    }

    private static Map<String, String> bearer(@Nullable Secret token) {
        return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token.reveal());
    }
}
