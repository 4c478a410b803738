package org.mcpoauth.tck.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** The authorization server in the container that Arquillian starts. */
@ExtendWith(ArquillianExtension.class)
class AuthorizationServerIT extends AuthorizationServerContract {
    @Deployment(testable = false)
    public static WebArchive deployment() {
        return WholeApplication.archive();
    }
}
