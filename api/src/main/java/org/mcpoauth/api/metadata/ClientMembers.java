package org.mcpoauth.api.metadata;

import jakarta.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.mcpoauth.api.Scopes;

/** The members of client metadata that this library knows, each declared once. */
final class ClientMembers {
    private static final Member.Declarations MEMBERS = new Member.Declarations();

    static final Member<String> CLIENT_ID = MEMBERS.text("client_id");
    static final Member<List<URI>> REDIRECT_URIS = MEMBERS.add("redirect_uris", Kind.listOf(Kind.REDIRECT_URI));
    static final Member<ClientAuthenticationMethod> TOKEN_ENDPOINT_AUTH_METHOD =
            MEMBERS.add("token_endpoint_auth_method", Kind.AUTHENTICATION_METHOD);
    static final Member<String> TOKEN_ENDPOINT_AUTH_SIGNING_ALG = MEMBERS.text("token_endpoint_auth_signing_alg");
    static final Member<List<GrantType>> GRANT_TYPES = MEMBERS.add("grant_types", Kind.listOf(Kind.GRANT_TYPE));
    static final Member<List<ResponseType>> RESPONSE_TYPES =
            MEMBERS.add("response_types", Kind.listOf(Kind.RESPONSE_TYPE));
    static final Member<ApplicationType> APPLICATION_TYPE = MEMBERS.add("application_type", Kind.APPLICATION_TYPE);
    static final Member<String> CLIENT_NAME = MEMBERS.addTranslatable("client_name", Kind.TEXT);
    static final Member<URI> CLIENT_URI = MEMBERS.addTranslatable("client_uri", Kind.URL);
    static final Member<URI> LOGO_URI = MEMBERS.addTranslatable("logo_uri", Kind.URL);
    static final Member<Scopes> SCOPE = MEMBERS.add("scope", Kind.SCOPES);
    static final Member<List<String>> CONTACTS = MEMBERS.texts("contacts");
    static final Member<URI> TOS_URI = MEMBERS.addTranslatable("tos_uri", Kind.URL);
    static final Member<URI> POLICY_URI = MEMBERS.addTranslatable("policy_uri", Kind.URL);
    static final Member<URI> JWKS_URI = MEMBERS.endpoint("jwks_uri");
    static final Member<JsonObject> JWKS = MEMBERS.add("jwks", Kind.OBJECT);
    static final Member<String> SOFTWARE_ID = MEMBERS.text("software_id");
    static final Member<String> SOFTWARE_VERSION = MEMBERS.text("software_version");
    static final Member<String> SOFTWARE_STATEMENT = MEMBERS.text("software_statement");
    static final Member<Boolean> DPOP_BOUND_ACCESS_TOKENS = MEMBERS.flag("dpop_bound_access_tokens");
    static final Member<Boolean> REQUIRE_PUSHED_AUTHORIZATION_REQUESTS =
            MEMBERS.flag("require_pushed_authorization_requests");
    static final Member<Boolean> REQUIRE_SIGNED_REQUEST_OBJECT = MEMBERS.flag("require_signed_request_object");
    static final Member<Boolean> TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS =
            MEMBERS.flag("tls_client_certificate_bound_access_tokens");
    static final Member<String> TLS_CLIENT_AUTH_SUBJECT_DN = MEMBERS.text("tls_client_auth_subject_dn");
    static final Member<String> TLS_CLIENT_AUTH_SAN_DNS = MEMBERS.text("tls_client_auth_san_dns");
    static final Member<String> TLS_CLIENT_AUTH_SAN_URI = MEMBERS.text("tls_client_auth_san_uri");
    static final Member<String> TLS_CLIENT_AUTH_SAN_IP = MEMBERS.text("tls_client_auth_san_ip");
    static final Member<String> TLS_CLIENT_AUTH_SAN_EMAIL = MEMBERS.text("tls_client_auth_san_email");
    static final Member<List<String>> AUTHORIZATION_DETAILS_TYPES = MEMBERS.texts("authorization_details_types");

    static final Member<URI> SECTOR_IDENTIFIER_URI = MEMBERS.url("sector_identifier_uri");
    static final Member<String> SUBJECT_TYPE = MEMBERS.text("subject_type");
    static final Member<String> ID_TOKEN_SIGNED_RESPONSE_ALG = MEMBERS.text("id_token_signed_response_alg");
    static final Member<String> ID_TOKEN_ENCRYPTED_RESPONSE_ALG = MEMBERS.text("id_token_encrypted_response_alg");
    static final Member<String> ID_TOKEN_ENCRYPTED_RESPONSE_ENC = MEMBERS.text("id_token_encrypted_response_enc");
    static final Member<String> USERINFO_SIGNED_RESPONSE_ALG = MEMBERS.text("userinfo_signed_response_alg");
    static final Member<String> USERINFO_ENCRYPTED_RESPONSE_ALG = MEMBERS.text("userinfo_encrypted_response_alg");
    static final Member<String> USERINFO_ENCRYPTED_RESPONSE_ENC = MEMBERS.text("userinfo_encrypted_response_enc");
    static final Member<String> REQUEST_OBJECT_SIGNING_ALG = MEMBERS.text("request_object_signing_alg");
    static final Member<String> REQUEST_OBJECT_ENCRYPTION_ALG = MEMBERS.text("request_object_encryption_alg");
    static final Member<String> REQUEST_OBJECT_ENCRYPTION_ENC = MEMBERS.text("request_object_encryption_enc");
    static final Member<Duration> DEFAULT_MAX_AGE = MEMBERS.add("default_max_age", Kind.SECONDS);
    static final Member<Boolean> REQUIRE_AUTH_TIME = MEMBERS.flag("require_auth_time");
    static final Member<List<String>> DEFAULT_ACR_VALUES = MEMBERS.texts("default_acr_values");
    static final Member<URI> INITIATE_LOGIN_URI = MEMBERS.url("initiate_login_uri");
    static final Member<List<URI>> REQUEST_URIS = MEMBERS.add("request_uris", Kind.listOf(Kind.URL));
    static final Member<List<URI>> POST_LOGOUT_REDIRECT_URIS =
            MEMBERS.add("post_logout_redirect_uris", Kind.listOf(Kind.URL));
    static final Member<URI> FRONTCHANNEL_LOGOUT_URI = MEMBERS.url("frontchannel_logout_uri");
    static final Member<Boolean> FRONTCHANNEL_LOGOUT_SESSION_REQUIRED =
            MEMBERS.flag("frontchannel_logout_session_required");
    static final Member<URI> BACKCHANNEL_LOGOUT_URI = MEMBERS.url("backchannel_logout_uri");
    static final Member<Boolean> BACKCHANNEL_LOGOUT_SESSION_REQUIRED =
            MEMBERS.flag("backchannel_logout_session_required");
    static final Member<String> BACKCHANNEL_TOKEN_DELIVERY_MODE = MEMBERS.text("backchannel_token_delivery_mode");
    static final Member<URI> BACKCHANNEL_CLIENT_NOTIFICATION_ENDPOINT =
            MEMBERS.endpoint("backchannel_client_notification_endpoint");
    static final Member<String> BACKCHANNEL_AUTHENTICATION_REQUEST_SIGNING_ALG =
            MEMBERS.text("backchannel_authentication_request_signing_alg");
    static final Member<Boolean> BACKCHANNEL_USER_CODE_PARAMETER = MEMBERS.flag("backchannel_user_code_parameter");
    static final Member<String> AUTHORIZATION_SIGNED_RESPONSE_ALG = MEMBERS.text("authorization_signed_response_alg");
    static final Member<String> AUTHORIZATION_ENCRYPTED_RESPONSE_ALG =
            MEMBERS.text("authorization_encrypted_response_alg");
    static final Member<String> AUTHORIZATION_ENCRYPTED_RESPONSE_ENC =
            MEMBERS.text("authorization_encrypted_response_enc");
    static final Member<String> INTROSPECTION_SIGNED_RESPONSE_ALG = MEMBERS.text("introspection_signed_response_alg");
    static final Member<String> INTROSPECTION_ENCRYPTED_RESPONSE_ALG =
            MEMBERS.text("introspection_encrypted_response_alg");
    static final Member<String> INTROSPECTION_ENCRYPTED_RESPONSE_ENC =
            MEMBERS.text("introspection_encrypted_response_enc");

    private ClientMembers() {}

    static Member.Declarations known() {
        return MEMBERS;
    }
}
