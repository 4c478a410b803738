package org.mcpoauth.tck.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployer;

/**
 * Deploys what must not start, after the same without what is refused: only then does it tell something that nobody
 * answers. The two have different names, since Arquillian takes no name twice.
 */
final class Refusal {
    /** The deployment that is refused. */
    static final String REFUSED = "refused";

    /** The same without what is refused; the name of its WAR as well. */
    static final String CONTROL = "control";

    private Refusal() {}

    private static URI below(String name) {
        return URI.create(WholeApplication.origin() + "/" + name + "/api/mcp/below");
    }

    static void demand(Deployer deployer) {
        demandGuard(deployer);
        demandNoAnswer(deployer);
    }

    private static void demandGuard(Deployer deployer) {
        deployer.deploy(CONTROL);
        try {
            HttpResponse<String> answer = new WebUser().get(below(CONTROL));
            assertEquals(401, answer.statusCode(), answer.body());
            assertTrue(answer.headers().firstValue("WWW-Authenticate").isPresent());
        } finally {
            deployer.undeploy(CONTROL);
        }
    }

    /** Some servers do not tell that an application failed; then nobody gets an answer of it. */
    private static void demandNoAnswer(Deployer deployer) {
        try {
            if (isDeployed(deployer)) {
                assertNotEquals(
                        200, new WebUser().get(below(WholeApplication.NAME)).statusCode());
            }
        } finally {
            deployer.undeploy(REFUSED);
        }
    }

    /** Whether the server says so; why not is not asked, since one adapter tells what an earlier deployment failed of. */
    private static boolean isDeployed(Deployer deployer) {
        try {
            deployer.deploy(REFUSED);
            return true;
        } catch (Exception refused) {
            System.getLogger(Refusal.class.getName()).log(System.Logger.Level.INFO, REFUSED, refused);
            return false;
        }
    }
}
