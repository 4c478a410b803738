package org.mcpoauth.api.metadata;

import java.net.URI;
import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;

/** The members of authorization server metadata that this library knows, each declared once. */
final class ServerMembers {
    private static final Member.Declarations MEMBERS = new Member.Declarations();

    static final Member<Issuer> ISSUER = MEMBERS.add("issuer", Kind.ISSUER);
    static final Member<URI> AUTHORIZATION_ENDPOINT = MEMBERS.endpoint("authorization_endpoint");
    static final Member<URI> TOKEN_ENDPOINT = MEMBERS.endpoint("token_endpoint");
    static final Member<URI> JWKS_URI = MEMBERS.endpoint("jwks_uri");
    static final Member<URI> REGISTRATION_ENDPOINT = MEMBERS.endpoint("registration_endpoint");
    static final Member<List<String>> SCOPES_SUPPORTED = MEMBERS.add("scopes_supported", Kind.listOf(Kind.SCOPE_TOKEN));
    static final Member<List<ResponseType>> RESPONSE_TYPES_SUPPORTED =
            MEMBERS.add("response_types_supported", Kind.listOf(Kind.RESPONSE_TYPE));
    static final Member<List<String>> RESPONSE_MODES_SUPPORTED = MEMBERS.texts("response_modes_supported");
    static final Member<List<GrantType>> GRANT_TYPES_SUPPORTED =
            MEMBERS.add("grant_types_supported", Kind.listOf(Kind.GRANT_TYPE));
    static final Member<List<ClientAuthenticationMethod>> TOKEN_ENDPOINT_AUTH_METHODS_SUPPORTED =
            MEMBERS.add("token_endpoint_auth_methods_supported", Kind.listOf(Kind.AUTHENTICATION_METHOD));
    static final Member<List<String>> TOKEN_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.algorithms("token_endpoint_auth_signing_alg_values_supported");
    static final Member<URI> SERVICE_DOCUMENTATION = MEMBERS.url("service_documentation");
    static final Member<List<String>> UI_LOCALES_SUPPORTED = MEMBERS.texts("ui_locales_supported");
    static final Member<URI> OP_POLICY_URI = MEMBERS.url("op_policy_uri");
    static final Member<URI> OP_TOS_URI = MEMBERS.url("op_tos_uri");
    static final Member<URI> REVOCATION_ENDPOINT = MEMBERS.endpoint("revocation_endpoint");
    static final Member<List<ClientAuthenticationMethod>> REVOCATION_ENDPOINT_AUTH_METHODS_SUPPORTED =
            MEMBERS.add("revocation_endpoint_auth_methods_supported", Kind.listOf(Kind.AUTHENTICATION_METHOD));
    static final Member<List<String>> REVOCATION_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.algorithms("revocation_endpoint_auth_signing_alg_values_supported");
    static final Member<URI> INTROSPECTION_ENDPOINT = MEMBERS.endpoint("introspection_endpoint");
    static final Member<List<ClientAuthenticationMethod>> INTROSPECTION_ENDPOINT_AUTH_METHODS_SUPPORTED =
            MEMBERS.add("introspection_endpoint_auth_methods_supported", Kind.listOf(Kind.AUTHENTICATION_METHOD));
    static final Member<List<String>> INTROSPECTION_ENDPOINT_AUTH_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.algorithms("introspection_endpoint_auth_signing_alg_values_supported");
    static final Member<List<String>> CODE_CHALLENGE_METHODS_SUPPORTED =
            MEMBERS.texts("code_challenge_methods_supported");
    static final Member<String> SIGNED_METADATA = MEMBERS.text("signed_metadata");
    static final Member<URI> DEVICE_AUTHORIZATION_ENDPOINT = MEMBERS.endpoint("device_authorization_endpoint");
    static final Member<URI> PUSHED_AUTHORIZATION_REQUEST_ENDPOINT =
            MEMBERS.endpoint("pushed_authorization_request_endpoint");
    static final Member<Boolean> REQUIRE_PUSHED_AUTHORIZATION_REQUESTS =
            MEMBERS.flag("require_pushed_authorization_requests");
    static final Member<Boolean> REQUIRE_SIGNED_REQUEST_OBJECT = MEMBERS.flag("require_signed_request_object");
    static final Member<Boolean> AUTHORIZATION_RESPONSE_ISS_PARAMETER_SUPPORTED =
            MEMBERS.flag("authorization_response_iss_parameter_supported");
    static final Member<List<String>> DPOP_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.algorithms("dpop_signing_alg_values_supported");
    static final Member<Boolean> TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS =
            MEMBERS.flag("tls_client_certificate_bound_access_tokens");
    static final Member<MtlsEndpointAliases> MTLS_ENDPOINT_ALIASES =
            MEMBERS.add("mtls_endpoint_aliases", Kind.ENDPOINT_ALIASES);
    static final Member<List<String>> AUTHORIZATION_DETAILS_TYPES_SUPPORTED =
            MEMBERS.texts("authorization_details_types_supported");
    static final Member<Boolean> CLIENT_ID_METADATA_DOCUMENT_SUPPORTED =
            MEMBERS.flag("client_id_metadata_document_supported");
    static final Member<List<String>> AUTHORIZATION_GRANT_PROFILES_SUPPORTED =
            MEMBERS.texts("authorization_grant_profiles_supported");
    static final Member<List<TokenTypeIdentifier>> IDENTITY_CHAINING_REQUESTED_TOKEN_TYPES_SUPPORTED =
            MEMBERS.add("identity_chaining_requested_token_types_supported", Kind.listOf(Kind.TOKEN_TYPE));
    static final Member<List<ResourceIdentifier>> PROTECTED_RESOURCES =
            MEMBERS.add("protected_resources", Kind.listOf(Kind.RESOURCE));

    static final Member<URI> USERINFO_ENDPOINT = MEMBERS.endpoint("userinfo_endpoint");
    static final Member<List<String>> ACR_VALUES_SUPPORTED = MEMBERS.texts("acr_values_supported");
    static final Member<List<String>> SUBJECT_TYPES_SUPPORTED = MEMBERS.texts("subject_types_supported");
    static final Member<List<String>> ID_TOKEN_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("id_token_signing_alg_values_supported");
    static final Member<List<String>> ID_TOKEN_ENCRYPTION_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("id_token_encryption_alg_values_supported");
    static final Member<List<String>> ID_TOKEN_ENCRYPTION_ENC_VALUES_SUPPORTED =
            MEMBERS.texts("id_token_encryption_enc_values_supported");
    static final Member<List<String>> USERINFO_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("userinfo_signing_alg_values_supported");
    static final Member<List<String>> USERINFO_ENCRYPTION_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("userinfo_encryption_alg_values_supported");
    static final Member<List<String>> USERINFO_ENCRYPTION_ENC_VALUES_SUPPORTED =
            MEMBERS.texts("userinfo_encryption_enc_values_supported");
    static final Member<List<String>> REQUEST_OBJECT_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("request_object_signing_alg_values_supported");
    static final Member<List<String>> REQUEST_OBJECT_ENCRYPTION_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("request_object_encryption_alg_values_supported");
    static final Member<List<String>> REQUEST_OBJECT_ENCRYPTION_ENC_VALUES_SUPPORTED =
            MEMBERS.texts("request_object_encryption_enc_values_supported");
    static final Member<List<String>> DISPLAY_VALUES_SUPPORTED = MEMBERS.texts("display_values_supported");
    static final Member<List<String>> CLAIM_TYPES_SUPPORTED = MEMBERS.texts("claim_types_supported");
    static final Member<List<String>> CLAIMS_SUPPORTED = MEMBERS.texts("claims_supported");
    static final Member<List<String>> CLAIMS_LOCALES_SUPPORTED = MEMBERS.texts("claims_locales_supported");
    static final Member<Boolean> CLAIMS_PARAMETER_SUPPORTED = MEMBERS.flag("claims_parameter_supported");
    static final Member<Boolean> REQUEST_PARAMETER_SUPPORTED = MEMBERS.flag("request_parameter_supported");
    static final Member<Boolean> REQUEST_URI_PARAMETER_SUPPORTED = MEMBERS.flag("request_uri_parameter_supported");
    static final Member<Boolean> REQUIRE_REQUEST_URI_REGISTRATION = MEMBERS.flag("require_request_uri_registration");
    static final Member<List<String>> PROMPT_VALUES_SUPPORTED = MEMBERS.texts("prompt_values_supported");
    static final Member<URI> END_SESSION_ENDPOINT = MEMBERS.endpoint("end_session_endpoint");
    static final Member<URI> CHECK_SESSION_IFRAME = MEMBERS.endpoint("check_session_iframe");
    static final Member<Boolean> FRONTCHANNEL_LOGOUT_SUPPORTED = MEMBERS.flag("frontchannel_logout_supported");
    static final Member<Boolean> FRONTCHANNEL_LOGOUT_SESSION_SUPPORTED =
            MEMBERS.flag("frontchannel_logout_session_supported");
    static final Member<Boolean> BACKCHANNEL_LOGOUT_SUPPORTED = MEMBERS.flag("backchannel_logout_supported");
    static final Member<Boolean> BACKCHANNEL_LOGOUT_SESSION_SUPPORTED =
            MEMBERS.flag("backchannel_logout_session_supported");
    static final Member<URI> BACKCHANNEL_AUTHENTICATION_ENDPOINT =
            MEMBERS.endpoint("backchannel_authentication_endpoint");
    static final Member<List<String>> BACKCHANNEL_TOKEN_DELIVERY_MODES_SUPPORTED =
            MEMBERS.texts("backchannel_token_delivery_modes_supported");
    static final Member<List<String>> BACKCHANNEL_AUTHENTICATION_REQUEST_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("backchannel_authentication_request_signing_alg_values_supported");
    static final Member<Boolean> BACKCHANNEL_USER_CODE_PARAMETER_SUPPORTED =
            MEMBERS.flag("backchannel_user_code_parameter_supported");
    static final Member<List<String>> AUTHORIZATION_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("authorization_signing_alg_values_supported");
    static final Member<List<String>> AUTHORIZATION_ENCRYPTION_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("authorization_encryption_alg_values_supported");
    static final Member<List<String>> AUTHORIZATION_ENCRYPTION_ENC_VALUES_SUPPORTED =
            MEMBERS.texts("authorization_encryption_enc_values_supported");
    static final Member<List<String>> INTROSPECTION_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("introspection_signing_alg_values_supported");
    static final Member<List<String>> INTROSPECTION_ENCRYPTION_ALG_VALUES_SUPPORTED =
            MEMBERS.texts("introspection_encryption_alg_values_supported");
    static final Member<List<String>> INTROSPECTION_ENCRYPTION_ENC_VALUES_SUPPORTED =
            MEMBERS.texts("introspection_encryption_enc_values_supported");

    private ServerMembers() {}

    static Member.Declarations known() {
        return MEMBERS;
    }
}
