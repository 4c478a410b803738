package org.mcpoauth.tck.container;

import java.io.File;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that brings the jars of this library twice: some runtimes would go on with half of it. */
@ExtendWith(ArquillianExtension.class)
class TwoLibrariesIT {
    @ArquillianResource
    @SuppressWarnings("NullAway.Init")
    Deployer deployer;

    @Deployment(name = Refusal.CONTROL, managed = false, testable = false)
    public static WebArchive control() {
        return WholeApplication.archiveAt(Refusal.CONTROL);
    }

    @Deployment(name = Refusal.REFUSED, managed = false, testable = false)
    public static WebArchive refused() {
        WebArchive application = WholeApplication.archive();
        for (File library : WholeApplication.libraries()) {
            application.addAsLibrary(library, "again-" + library.getName());
        }
        return application;
    }

    @Test
    void itDoesNotAnswer() {
        Refusal.demand(deployer);
    }
}
