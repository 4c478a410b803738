package org.mcpoauth.tck.container;

import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application that keeps all that guards away: neither its servlets nor its Jakarta REST methods have a filter. */
@ExtendWith(ArquillianExtension.class)
class UnguardedIT {
    private static final String WEB_XML = """
        <?xml version="1.0" encoding="UTF-8"?>
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
          <absolute-ordering/>
        </web-app>
        """;

    @ArquillianResource
    @SuppressWarnings("NullAway.Init")
    Deployer deployer;

    @Deployment(name = Refusal.CONTROL, managed = false, testable = false)
    public static WebArchive control() {
        return ForeignServicesIT.withServices(WholeApplication.archiveAt(Refusal.CONTROL));
    }

    @Deployment(name = Refusal.REFUSED, managed = false, testable = false)
    public static WebArchive refused() {
        return ForeignServicesIT.withServices(WholeApplication.archive())
                .addAsWebInfResource(new StringAsset(WEB_XML), "web.xml");
    }

    @Test
    void itDoesNotAnswer() {
        Refusal.demand(deployer);
    }
}
