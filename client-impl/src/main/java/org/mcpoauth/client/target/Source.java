package org.mcpoauth.client.target;

import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.challenge.Challenge;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.client.StoredText;

/**
 * How an authorization server was found, so that it can be found again without a challenge.
 *
 * @param fromMetadata whether protected resource metadata named it, rather than the origin fallback
 * @param location where a challenge said that the metadata are, or {@code null} for the well-known places
 */
public record Source(boolean fromMetadata, @Nullable String location) {
    private static final String FROM_METADATA = "from_metadata";
    private static final String LOCATION = "metadata_location";

    /** Reads back what {@link #writeTo} wrote. */
    public static Source of(StoredText record) {
        return new Source(record.flag(FROM_METADATA), record.optional(LOCATION).orElse(null));
    }

    /** Adds the source to a stored record. */
    public JsonObjectBuilder writeTo(JsonObjectBuilder record) {
        record.add(FROM_METADATA, fromMetadata);
        return location == null ? record : record.add(LOCATION, location);
    }

    /** What the MCP server would say. */
    public Challenges challenges() {
        return location == null
                ? Challenges.NONE
                : new Challenges(List.of(Challenge.bearer()
                        .parameter("resource_metadata", location)
                        .build()));
    }
}
