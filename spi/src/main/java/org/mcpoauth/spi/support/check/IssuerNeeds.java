package org.mcpoauth.spi.support.check;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.ResourceServerConfiguration;
import org.mcpoauth.spi.resource.IntrospectionRules;
import org.mcpoauth.spi.resource.TokenForm;
import org.mcpoauth.spi.resource.TrustedIssuer;

/**
 * What a resource must get from an issuer to judge its tokens.
 *
 * @param metadata whether its metadata
 * @param keys whether its key set
 * @param keySet where the key set is, {@code null} if its metadata say so or nobody needs it
 */
public record IssuerNeeds(
        boolean metadata, boolean keys, @Nullable URI keySet) {

    /** What one of the issuers of a resource is needed for, if it is in another process. */
    public static IssuerNeeds of(ResourceServerConfiguration resource, TrustedIssuer trusted) {
        boolean keys = trusted.keys().current().isEmpty() && verifiesSignatures(resource.form(), trusted);
        boolean byMetadata = keys && trusted.jwksUrl() == null;
        return new IssuerNeeds(
                byMetadata || isAskedByMetadata(resource, trusted), keys, keys ? trusted.jwksUrl() : null);
    }

    private static boolean verifiesSignatures(TokenForm form, TrustedIssuer trusted) {
        return switch (form) {
            case JWT -> true;
            case AUTO -> !trusted.introspected();
            case INTROSPECTION, CONTAINER, EMBEDDED -> false;
        };
    }

    /** Whether the endpoint that judges its tokens is in its metadata. */
    private static boolean isAskedByMetadata(ResourceServerConfiguration resource, TrustedIssuer trusted) {
        IntrospectionRules rules = resource.introspection();
        return rules != null && rules.url() == null && rules.issuer().equals(trusted.issuer());
    }
}
