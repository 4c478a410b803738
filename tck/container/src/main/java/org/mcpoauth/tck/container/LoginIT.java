package org.mcpoauth.tck.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;

/** Users whom the server knows itself. */
@ExtendWith(ArquillianExtension.class)
class LoginIT extends LoginContract {
    LoginIT() {
        super(WholeApplication.NAME);
    }

    private static final String WEB_XML = """
        <?xml version="1.0" encoding="UTF-8"?>
        <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.0">
          <login-config>
            <auth-method>BASIC</auth-method>
          </login-config>
        </web-app>
        """;

    @Deployment(testable = false)
    public static WebArchive deployment() {
        return WholeApplication.archiveOfStrangers(WholeApplication.NAME)
                .addAsWebInfResource(new StringAsset(WEB_XML), "web.xml");
    }
}
