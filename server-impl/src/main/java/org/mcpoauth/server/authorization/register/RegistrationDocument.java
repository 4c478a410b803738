package org.mcpoauth.server.authorization.register;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.InvalidMemberException;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.support.codec.MalformedException;
import org.mcpoauth.spi.support.endpoint.FormRequest;
import org.mcpoauth.spi.support.json.JsonLimits;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Reads a registration or update request (RFC 7591, section 3.1; RFC 7592, section 2.2). Only the members this server has a use for are
 * kept; a member that is {@code null} or an empty text counts as absent, since clients send both.
 */
final class RegistrationDocument {
    private static final Set<String> KEPT = Set.of(
            "redirect_uris",
            "token_endpoint_auth_method",
            "token_endpoint_auth_signing_alg",
            "grant_types",
            "response_types",
            "application_type",
            "client_name",
            "client_uri",
            "logo_uri",
            "scope",
            "contacts",
            "tos_uri",
            "policy_uri",
            "jwks_uri",
            "jwks",
            "software_id",
            "software_version",
            "software_statement",
            "dpop_bound_access_tokens",
            "require_pushed_authorization_requests",
            "require_signed_request_object",
            "tls_client_certificate_bound_access_tokens",
            "tls_client_auth_subject_dn",
            "tls_client_auth_san_dns",
            "tls_client_auth_san_uri",
            "tls_client_auth_san_ip",
            "tls_client_auth_san_email",
            "introspection_signed_response_alg",
            "introspection_encrypted_response_alg",
            "introspection_encrypted_response_enc",
            "authorization_signed_response_alg",
            "authorization_encrypted_response_alg",
            "authorization_encrypted_response_enc");
    // what is kept of many clients must not fill the store
    private static final JsonLimits LIMITS = JsonLimits.METADATA.withMaxBytes(32 << 10);
    private static final Set<String> TRANSLATED =
            Set.of("client_name", "client_uri", "logo_uri", "tos_uri", "policy_uri");

    /** OpenID Connect Dynamic Client Registration 1.0, section 2; request objects are no business of this server. */
    private static final Set<String> OPEN_ID = Set.of(
            "subject_type",
            "sector_identifier_uri",
            "id_token_signed_response_alg",
            "id_token_encrypted_response_alg",
            "id_token_encrypted_response_enc",
            "userinfo_signed_response_alg",
            "userinfo_encrypted_response_alg",
            "userinfo_encrypted_response_enc",
            "default_max_age",
            "require_auth_time",
            "default_acr_values",
            "initiate_login_uri");

    private final StrictJson json;
    private final boolean isOpenIdOffered;
    private final SoftwareStatements statements;

    RegistrationDocument(StrictJson json, boolean isOpenIdOffered, SoftwareStatements statements) {
        this.json = json;
        this.isOpenIdOffered = isOpenIdOffered;
        this.statements = statements;
    }

    /** The JSON object of a request, members of every kind included. */
    JsonObject read(EndpointRequest request) {
        if (!FormRequest.hasMediaType(request.headers(), "application/json")) {
            throw EndpointException.registration(
                    ErrorCode.INVALID_REQUEST, "the content type must be application/json");
        }
        try {
            return json.readObject(request.body(), LIMITS);
        } catch (MalformedException e) {
            throw EndpointException.registration(ErrorCode.INVALID_REQUEST, "the body is not one JSON object");
        }
    }

    /** What a new client asks for; what it may say is for {@link RegistrationRules}. */
    RequestedClient requested(JsonObject document) {
        return requested(document, null);
    }

    /** The same for a client that is known by a software statement, {@code null} for none. */
    RequestedClient requested(JsonObject document, @Nullable String statement) {
        try {
            StatedDocument stated = statements.applied(document, this::isKept, statement);
            ClientMetadata metadata = known(ClientMetadata.from(kept(stated.members())));
            return new RequestedClient(document, metadata, stated.isStated("scope"));
        } catch (InvalidMemberException e) {
            throw invalid(e);
        }
    }

    /** What others may see of it. */
    JsonObject withoutSecret(JsonObject document) {
        return json.object(document).remove("client_secret").build();
    }

    private JsonObject kept(JsonObject document) {
        JsonObjectBuilder kept = json.object();
        for (Map.Entry<String, JsonValue> member : document.entrySet()) {
            if (isKept(member.getKey()) && !StatedDocument.isNothing(member.getValue())) {
                kept.add(member.getKey(), member.getValue());
            }
        }
        return kept.build();
    }

    /** Without variants whose language is none: nothing has checked them. */
    private ClientMetadata known(ClientMetadata metadata) {
        if (metadata.additionalMembers().isEmpty()) {
            return metadata;
        }
        JsonObjectBuilder known = json.object();
        metadata.toJson().forEach(known::add);
        metadata.additionalMembers().keySet().forEach(known::remove);
        return ClientMetadata.from(known.build());
    }

    private boolean isKept(String name) {
        if (OPEN_ID.contains(name)) {
            return isOpenIdOffered;
        }
        int hash = name.indexOf('#');
        return KEPT.contains(name) || (hash > 0 && TRANSLATED.contains(name.substring(0, hash)));
    }

    private static EndpointException invalid(InvalidMemberException e) {
        ErrorCode error =
                e.member().equals("redirect_uris") ? ErrorCode.INVALID_REDIRECT_URI : ErrorCode.INVALID_CLIENT_METADATA;
        return EndpointException.registration(error, e.getMessage());
    }
}
