package org.mcpoauth.samples.mcp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who calls, as the beans of the application see it, on an Open Liberty without MicroProfile JWT. */
@ExtendWith(ArquillianExtension.class)
class LibertyCallerIT {
    private static final int REQUESTS = 1000;
    private static final TestIssuer ISSUER = TestIssuer.started();

    /** The application brings the API of MicroProfile JWT itself. */
    @Deployment(testable = false)
    public static WebArchive deployment() {
        return LibertyServer.guarded(ISSUER.issuer())
                .addClasses(CallerProbe.class, CallerProbe.Lasting.class, JwtProbe.class, JwtProbe.Lasting.class)
                .addAsLibrary(LibertyServer.microProfileJwt());
    }

    @AfterAll
    static void stopIssuer() {
        ISSUER.close();
    }

    @Test
    void theTokenAndItsPrincipalAreInjected() {
        assertEquals("alice alice alice alice", LibertyServer.get("caller", token("alice")));
    }

    // MicroProfile JWT 2.1, sections 7.1 and 7.2
    @Test
    void theTypesOfMicroProfileJwtAreInjected() {
        assertEquals("alice liberty-test alice", LibertyServer.get("jwt", token("alice")));
    }

    @Test
    void alternatingUsersSeeThemselves() throws Exception {
        List<String> users = List.of("alice", "bob", "carol");
        List<String> tokens = users.stream().map(LibertyCallerIT::token).toList();
        ExecutorService callers = Executors.newFixedThreadPool(4);
        try {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                String token = tokens.get(i % 3);
                answers.add(callers.submit(() -> LibertyServer.get("caller", token)));
            }
            for (int i = 0; i < REQUESTS; i++) {
                assertEquals(
                        (users.get(i % 3) + " ").repeat(4).strip(),
                        answers.get(i).get());
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private static String token(String subject) {
        return ISSUER.token(LibertyServer.endpoint().toString(), "mcp:tools", claims -> claims.add("sub", subject));
    }
}
