package org.mcpoauth.client.resource;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;

/**
 * How an authorization server was found, so that it can be found again without a challenge.
 *
 * @param fromMetadata whether protected resource metadata named it, rather than the origin fallback
 * @param location where a challenge said that the metadata are, or {@code null} for the well-known places
 */
record Source(boolean fromMetadata, @Nullable String location) {

    /** What the MCP server would say. */
    Challenges challenges() {
        return location == null
                ? Challenges.NONE
                : new Challenges(List.of(Challenge.bearer()
                        .parameter("resource_metadata", location)
                        .build()));
    }
}
