package org.mcpoauth.tck.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mcpoauth.tck.container.app.ToolsApplication;
import org.mcpoauth.tck.container.listed.ListedApplication;

/** An application that lists its classes and has service files of its own: nothing is found by scanning. */
@ExtendWith(ArquillianExtension.class)
class ListedClassesIT extends ProtectedServerContract {
    @Deployment(testable = false)
    public static WebArchive deployment() {
        return ForeignServicesIT.withServices(WholeApplication.archive())
                .deleteClass(ToolsApplication.class)
                .addClass(ListedApplication.class);
    }
}
