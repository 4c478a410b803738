package org.mcpoauth.server.authorization.consent;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;

/**
 * What one user agreed to for one client at one redirect URI. An agreement is never made longer by another
 * one: each scope is asked for anew when its own time is over.
 *
 * @param clientId the client
 * @param redirectUri where the answers go
 * @param agreements what holds, the newest first
 */
record ClientAgreements(String clientId, URI redirectUri, List<Agreement> agreements) {
    private static final int MAX = 50;

    ClientAgreements {
        agreements = List.copyOf(agreements);
    }

    /** Whether each scope may be used at each resource. */
    boolean cover(List<ResourceIdentifier> resources, Scopes scopes, Instant now) {
        return resources.stream().allMatch(resource -> coverAt(resource, scopes, now));
    }

    private boolean coverAt(ResourceIdentifier resource, Scopes scopes, Instant now) {
        List<Agreement> there = agreements.stream()
                .filter(agreement ->
                        agreement.holdsAt(now) && agreement.resources().contains(resource))
                .toList();
        return !there.isEmpty()
                && scopes.toList().stream()
                        .allMatch(scope -> there.stream()
                                .anyMatch(agreement -> agreement.scopes().contains(scope)));
    }

    /** Without the oldest one. */
    ClientAgreements withoutOldest() {
        return new ClientAgreements(clientId, redirectUri, agreements.subList(0, agreements.size() - 1));
    }

    /** With a new one; what is over or within the new one is left out, and of too many the oldest. */
    ClientAgreements with(Agreement added, Instant now) {
        Stream<Agreement> kept =
                agreements.stream().filter(agreement -> agreement.holdsAt(now) && !added.covers(agreement));
        return new ClientAgreements(
                clientId,
                redirectUri,
                Stream.concat(Stream.of(added), kept).limit(MAX).toList());
    }
}
