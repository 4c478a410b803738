package org.mcpoauth.cdi.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import java.util.Locale;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent;
import org.mcpoauth.api.event.ClientEvent;
import org.mcpoauth.api.event.ResourceEvent;
import org.mcpoauth.spi.AuditListener;

/**
 * Counts audit events by reason, kind and grant, which are few; never by client, user or anything that a request said.
 */
final class CountedEvents implements AuditListener {
    private static final AttributeKey<String> REASON = AttributeKey.stringKey("reason");
    private static final AttributeKey<String> ENDPOINT = AttributeKey.stringKey("endpoint");
    private static final AttributeKey<String> KIND = AttributeKey.stringKey("kind");
    private static final AttributeKey<String> GRANT = AttributeKey.stringKey("grant");
    private static final AttributeKey<String> WAY = AttributeKey.stringKey("way");

    private final AuditListener listener;
    private final LongCounter refused;
    private final LongCounter stepUps;
    private final LongCounter bindingsRefused;
    private final LongCounter registered;
    private final LongCounter issued;
    private final LongCounter revoked;
    private final CountedClients clients;

    CountedEvents(Meter meter, AuditListener listener) {
        this.listener = listener;
        refused = meter.counterBuilder("mcp.oauth.refused")
                .setDescription("requests that a protected resource or an authorization server refused")
                .build();
        stepUps = meter.counterBuilder("mcp.oauth.stepup")
                .setDescription("callers that were asked for more scopes or a better login")
                .build();
        bindingsRefused = meter.counterBuilder("mcp.oauth.binding.refused")
                .setDescription("handles of somebody else, or unknown, that were presented")
                .build();
        registered = meter.counterBuilder("mcp.oauth.registered")
                .setDescription("clients that registered")
                .build();
        issued = meter.counterBuilder("mcp.oauth.issued")
                .setDescription("access tokens that were issued")
                .build();
        revoked = meter.counterBuilder("mcp.oauth.revoked")
                .setDescription("grants that ended before their time")
                .build();
        clients = new CountedClients(meter);
    }

    @Override
    public void happened(AuditEvent event) {
        if (event instanceof ResourceEvent ofResource) {
            count(ofResource);
        } else if (event instanceof AuthorizationServerEvent ofServer) {
            count(ofServer);
        } else if (event instanceof ClientEvent ofClient) {
            clients.count(ofClient);
        }
        listener.happened(event);
    }

    private void count(ResourceEvent event) {
        if (event instanceof ResourceEvent.RequestRefused refusal) {
            refused.add(1, Attributes.of(REASON, word(refusal.reason())));
        } else if (event instanceof ResourceEvent.StepUpDemanded demand) {
            stepUps.add(1, Attributes.of(REASON, word(demand.reason())));
        } else if (event instanceof ResourceEvent.BindingRefused refusal) {
            bindingsRefused.add(1, Attributes.of(KIND, refusal.kind()));
        }
    }

    private void count(AuthorizationServerEvent event) {
        if (event instanceof AuthorizationServerEvent.TokensIssued tokens) {
            issued.add(1, Attributes.of(GRANT, tokens.grant().value()));
        } else if (event instanceof AuthorizationServerEvent.EndpointRefused refusal) {
            refused.add(
                    1,
                    Attributes.of(
                            ENDPOINT,
                            word(refusal.endpoint()),
                            REASON,
                            refusal.error().value()));
        } else if (event instanceof AuthorizationServerEvent.ClientRegistered) {
            registered.add(1, Attributes.of(WAY, "dcr"));
        } else if (event instanceof AuthorizationServerEvent.TokensRevoked) {
            revoked.add(1, Attributes.of(REASON, "client"));
        } else if (event instanceof AuthorizationServerEvent.ReuseDetected) {
            revoked.add(1, Attributes.of(REASON, "reuse"));
        } else if (event instanceof AuthorizationServerEvent.ClientDeleted) {
            revoked.add(1, Attributes.of(REASON, "deleted"));
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
