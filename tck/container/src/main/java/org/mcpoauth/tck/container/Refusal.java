package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployer;

/** Deploys what must not start. */
final class Refusal {
    private static final URI BELOW = URI.create(WholeApplication.endpoint() + "/below");

    private Refusal() {}

    /** Fails if somebody without a token gets an answer of the application; some servers do not tell that one failed. */
    static void demand(Deployer deployer, String name) {
        try {
            deployer.deploy(name);
            assertNotEquals(200, new WebUser().get(BELOW).statusCode());
        } catch (Exception refused) {
            System.getLogger(Refusal.class.getName()).log(System.Logger.Level.INFO, "refused", refused);
        } finally {
            deployer.undeploy(name);
        }
    }
}
