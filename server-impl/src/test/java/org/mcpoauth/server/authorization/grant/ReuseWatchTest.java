package org.mcpoauth.server.authorization.grant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.error.EndpointException;
import org.mcpoauth.api.error.ErrorCode;
import org.mcpoauth.api.event.AuditEvent;
import org.mcpoauth.api.event.AuthorizationServerEvent.ReuseDetected;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.server.audit.ServerAudit;

@DisplayName("RFC 9700, section 4.14.2: a provider that calls a token used before has ended its grant")
class ReuseWatchTest {
    private static final Issuer ISSUER = Issuer.of("https://as.example");

    private final List<AuditEvent> events = new ArrayList<>();
    private final ReuseWatch watch = new ReuseWatch(GrantType.REFRESH_TOKEN, new ServerAudit(ISSUER, events::add));

    private void refuse(ErrorCode error) {
        EndpointException refusal = EndpointException.token(error, null);
        EndpointException e = assertThrows(
                EndpointException.class,
                () -> watch.exchange("app", "alice", () -> {
                    throw refusal;
                }));
        assertEquals(refusal, e, "it goes on");
    }

    @Test
    void aTokenThatWasUsedBeforeIsTold() {
        refuse(ErrorCode.INVALID_GRANT);
        assertEquals(List.of(new ReuseDetected(ISSUER, GrantType.REFRESH_TOKEN, "app", "alice")), events);
    }

    @Test
    void anotherRefusalOfTheProviderIsNoReuse() {
        refuse(ErrorCode.TEMPORARILY_UNAVAILABLE);
        refuse(ErrorCode.INVALID_TARGET);
        assertEquals(List.of(), events);
    }
}
