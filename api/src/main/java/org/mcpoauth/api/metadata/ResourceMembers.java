package org.mcpoauth.api.metadata;

import java.net.URI;
import java.util.List;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;

/** The members of protected resource metadata that this library knows, each declared once. */
final class ResourceMembers {
    private static final Member.Declarations MEMBERS = new Member.Declarations();

    static final Member<ResourceIdentifier> RESOURCE = MEMBERS.add("resource", Kind.RESOURCE);
    static final Member<List<Issuer>> AUTHORIZATION_SERVERS =
            MEMBERS.add("authorization_servers", Kind.listOf(Kind.ISSUER));
    static final Member<URI> JWKS_URI = MEMBERS.endpoint("jwks_uri");
    static final Member<List<String>> SCOPES_SUPPORTED = MEMBERS.add("scopes_supported", Kind.listOf(Kind.SCOPE_TOKEN));
    static final Member<List<String>> BEARER_METHODS_SUPPORTED = MEMBERS.texts("bearer_methods_supported");
    static final Member<List<String>> RESOURCE_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.algorithms("resource_signing_alg_values_supported");
    static final Member<String> RESOURCE_NAME = MEMBERS.addTranslatable("resource_name", Kind.TEXT);
    static final Member<URI> RESOURCE_DOCUMENTATION = MEMBERS.addTranslatable("resource_documentation", Kind.URL);
    static final Member<URI> RESOURCE_POLICY_URI = MEMBERS.addTranslatable("resource_policy_uri", Kind.URL);
    static final Member<URI> RESOURCE_TOS_URI = MEMBERS.addTranslatable("resource_tos_uri", Kind.URL);
    static final Member<Boolean> TLS_CLIENT_CERTIFICATE_BOUND_ACCESS_TOKENS =
            MEMBERS.flag("tls_client_certificate_bound_access_tokens");
    static final Member<List<String>> AUTHORIZATION_DETAILS_TYPES_SUPPORTED =
            MEMBERS.texts("authorization_details_types_supported");
    static final Member<List<String>> DPOP_SIGNING_ALG_VALUES_SUPPORTED =
            MEMBERS.algorithms("dpop_signing_alg_values_supported");
    static final Member<Boolean> DPOP_BOUND_ACCESS_TOKENS_REQUIRED = MEMBERS.flag("dpop_bound_access_tokens_required");
    static final Member<String> SIGNED_METADATA = MEMBERS.text("signed_metadata");

    private ResourceMembers() {}

    static Member.Declarations known() {
        return MEMBERS;
    }
}
