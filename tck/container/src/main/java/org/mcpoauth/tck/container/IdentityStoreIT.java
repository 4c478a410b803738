package org.mcpoauth.tck.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mcpoauth.tck.container.staff.Staff;

/** An identity store of the application in the container that Arquillian starts. */
@ExtendWith(ArquillianExtension.class)
class IdentityStoreIT extends IdentityStoreContract {
    @Deployment(testable = false)
    public static WebArchive deployment() {
        return WholeApplication.archiveOfStrangers(
                        WholeApplication.NAME,
                        "mcp.oauth.as.login=identity-store",
                        "mcp.oauth.as.access-token.authorization-claims=groups")
                .addClass(Staff.class);
    }
}
