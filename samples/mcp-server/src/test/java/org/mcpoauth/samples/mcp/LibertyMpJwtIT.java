package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** On an Open Liberty with MicroProfile JWT, which makes the beans of its own types. */
@ExtendWith(ArquillianExtension.class)
class LibertyMpJwtIT {
    private static final TestIssuer ISSUER = TestIssuer.started();

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return LibertyServer.guarded(ISSUER.issuer())
                .addClasses(CallerProbe.class, CallerProbe.Lasting.class, JwtProbe.class, JwtProbe.Lasting.class);
    }

    @AfterAll
    static void stopIssuer() {
        ISSUER.close();
    }

    @Test
    void theTokenAndItsPrincipalAreInjectedAllTheSame() {
        assertEquals("alice alice alice alice", LibertyServer.get("caller", token()));
    }

    /** The server is told of no issuer, so that it knows no caller; but nothing is ambiguous. */
    @Test
    void theTypesOfMicroProfileJwtAreThoseOfTheServer() {
        assertEquals("null none nobody", LibertyServer.get("jwt", token()));
    }

    private static String token() {
        return ISSUER.token(LibertyServer.endpoint().toString(), "mcp:tools");
    }
}
