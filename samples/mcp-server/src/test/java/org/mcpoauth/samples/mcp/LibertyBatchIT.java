package org.mcpoauth.samples.mcp;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ArquillianExtension.class)
class LibertyBatchIT extends BatchContract {

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return LibertyServer.unguarded();
    }

    @Override
    URI endpoint() {
        return LibertyServer.endpoint();
    }
}
