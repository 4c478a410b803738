package org.mcpoauth.tck.container;

import jakarta.servlet.ServletContainerInitializer;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.ext.Providers;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mcpoauth.tck.container.foreign.OtherFeature;
import org.mcpoauth.tck.container.foreign.OtherInitializer;
import org.mcpoauth.tck.container.foreign.StampingFeature;
import org.mcpoauth.tck.container.foreign.StampingFilter;

/** An application with service files of its own, of which some runtimes take the first entry alone. */
@ExtendWith(ArquillianExtension.class)
class ForeignServicesIT extends ProtectedServerContract {
    @Deployment(testable = false)
    public static WebArchive deployment() {
        return withServices(WholeApplication.archive());
    }

    static WebArchive withServices(WebArchive application) {
        application.addPackage(StampingFeature.class.getPackage());
        name(application, DynamicFeature.class, StampingFeature.class);
        name(application, Feature.class, OtherFeature.class);
        name(application, Providers.class, StampingFilter.class);
        name(application, ServletContainerInitializer.class, OtherInitializer.class);
        return application;
    }

    private static void name(WebArchive application, Class<?> service, Class<?> provider) {
        application.addAsResource(new StringAsset(provider.getName() + "\n"), "META-INF/services/" + service.getName());
    }
}
