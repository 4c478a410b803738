package org.mcpoauth.tck.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mcpoauth.tck.container.staff.Staff;

/**
 * Users of an identity store, whom Jakarta Security logs in for the server. The application has a name of its own: Open
 * Liberty keeps its mechanism for whatever comes under the same name later.
 */
@ExtendWith(ArquillianExtension.class)
class StaffLoginIT extends LoginContract {
    private static final String NAME = "staff";

    StaffLoginIT() {
        super(NAME);
    }

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return WholeApplication.archiveOfStrangers(NAME).addPackage(Staff.class.getPackage());
    }
}
