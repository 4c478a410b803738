package org.mcpoauth.client.target;

import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.Rule;
import org.mcpoauth.api.metadata.AuthorizationServerMetadata;

/**
 * Compares what the two servers say of each other: an authorization server that lists its resources must list
 * the one that names it, by its text or by a parent (RFC 9728, section 4). Such a list need not be complete, so
 * a deployer may do without.
 */
final class ResourceListing {
    private static final Rule RULE = new Rule("RFC 9728", "4");

    private static final String LIST = "protected_resources";

    private ResourceListing() {}

    static void require(AuthorizationServerMetadata server, ResourceIdentifier resource) {
        // an empty list is a list
        boolean isListed = !server.toJson().containsKey(LIST)
                || server.protectedResources().contains(resource)
                || server.protectedResources().stream().anyMatch(listed -> listed.covers(resource.uri()));
        if (!isListed) {
            throw new ResponseViolationException(
                    FailureCode.RESOURCE_NOT_LISTED,
                    RULE,
                    server.issuer() + " lists its protected resources, and this one is not among them");
        }
    }
}
