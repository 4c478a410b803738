package org.mcpoauth.cdi.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.client.RegistrationApproach;
import org.mcpoauth.api.event.ClientEvent;

/** Counts what happens to the clients of the application, by their names, which its deployer has given. */
final class CountedClients {
    private static final AttributeKey<String> CLIENT = AttributeKey.stringKey("client");
    private static final AttributeKey<String> GRANT = AttributeKey.stringKey("grant");
    private static final AttributeKey<String> WAY = AttributeKey.stringKey("way");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
    private static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("endpoint");
    private static final AttributeKey<Boolean> FOLLOWED = AttributeKey.booleanKey("followed");

    private final LongCounter obtained;
    private final LongCounter refreshed;
    private final LongCounter revoked;
    private final LongCounter registered;
    private final LongCounter stepUps;
    private final LongCounter refused;

    CountedClients(Meter meter) {
        obtained = counter(meter, "obtained", "access tokens that a client was given for a grant");
        refreshed = counter(meter, "refreshed", "access tokens that a client was given for a refresh token");
        revoked = counter(meter, "revoked", "tokens that a client had revoked");
        registered = counter(meter, "registered", "registrations of a client");
        stepUps = counter(meter, "stepup", "calls of a client for which the MCP server wanted more");
        refused = counter(meter, "refused", "requests of a client that an authorization server refused");
    }

    private static LongCounter counter(Meter meter, String name, String description) {
        return meter.counterBuilder("mcp.oauth.client." + name)
                .setDescription(description)
                .build();
    }

    void count(ClientEvent event) {
        if (event instanceof ClientEvent.TokensObtained tokens) {
            obtained.add(
                    1,
                    Attributes.of(CLIENT, tokens.client(), GRANT, tokens.grant().value(), WAY, way(tokens.way())));
        } else if (event instanceof ClientEvent.TokensRefreshed tokens) {
            refreshed.add(1, Attributes.of(CLIENT, tokens.client()));
        } else if (event instanceof ClientEvent.RevocationDone revocation) {
            revoked.add(
                    1,
                    Attributes.of(
                            CLIENT, revocation.client(), KIND, revocation.kind().hint()));
        } else if (event instanceof ClientEvent.RegistrationDone registration) {
            registered.add(1, Attributes.of(CLIENT, registration.client(), WAY, way(RegistrationApproach.DYNAMIC)));
        } else if (event instanceof ClientEvent.StepUpWanted wish) {
            stepUps.add(
                    1, Attributes.of(CLIENT, wish.client(), REASON, word(wish.reason()), FOLLOWED, wish.isFollowed()));
        } else if (event instanceof ClientEvent.RequestDenied denial) {
            refused.add(
                    1,
                    Attributes.of(
                            CLIENT,
                            denial.client(),
                            ENDPOINT,
                            word(denial.endpoint()),
                            REASON,
                            denial.error() == null ? "other" : denial.error().value()));
        }
    }

    /** As the key of the configuration names the ways, in short. */
    private static String way(@Nullable RegistrationApproach way) {
        if (way == null) {
            return "none";
        }
        return switch (way) {
            case PRE_REGISTERED, ASK_USER -> "pre-registered";
            case CLIENT_ID_METADATA_DOCUMENT -> "cimd";
            case DYNAMIC -> "dcr";
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
