package org.mcpoauth.server.authorization.register;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.OpenIdClientMetadata;
import org.mcpoauth.api.provider.RequestedAuthentication;
import org.mcpoauth.spi.Changing;
import org.mcpoauth.spi.server.OpenIdRules;

/**
 * What a client may register about the login of users (OpenID Connect Dynamic Client Registration 1.0, section 2),
 * beside what it demands for its protection.
 *
 * @param rules say what is offered
 * @param algorithms gives what ID tokens are signed with, the newest key first
 */
record OpenIdMemberRules(OpenIdRules rules, Changing<List<String>> algorithms) {
    private static final Duration LONGEST_AGE = Duration.ofSeconds(999_999_999);
    private static final int MOST_CLASSES = RequestedAuthentication.MAX_CLASSES;
    private static final int MAX_CLASS = RequestedAuthentication.MAX_CLASS;

    void apply(ClientMetadata requested) {
        OpenIdClientMetadata members = requested.openId();
        requireAuthentication(members);
        requireWebPage(members.initiateLoginUri());
    }

    /** The algorithm of ID tokens for clients that named none, who would expect RS256; empty if there are no such tokens. */
    Optional<String> defaultAlgorithm() {
        return rules.offered() ? Optional.of(algorithms.current().get(0)) : Optional.empty();
    }

    private static void requireAuthentication(OpenIdClientMetadata members) {
        if (members.defaultMaxAge()
                .filter(age -> age.compareTo(LONGEST_AGE) > 0)
                .isPresent()) {
            throw invalid("default_max_age is too long");
        }
        List<String> classes = members.defaultAcrValues();
        boolean areNames = classes.stream()
                .allMatch(name -> name.length() <= MAX_CLASS && name.chars().allMatch(c -> c > 0x20 && c < 0x7f));
        if (classes.size() > MOST_CLASSES || !areNames) {
            throw invalid("default_acr_values has up to " + MOST_CLASSES + " names without blanks");
        }
    }

    private static void requireWebPage(Optional<URI> uri) {
        if (uri.filter(page -> !"https".equalsIgnoreCase(page.getScheme())).isPresent()) {
            throw invalid("initiate_login_uri must be https");
        }
    }

    private static EndpointException invalid(String description) {
        return EndpointException.registration(ErrorCode.INVALID_CLIENT_METADATA, description);
    }
}
