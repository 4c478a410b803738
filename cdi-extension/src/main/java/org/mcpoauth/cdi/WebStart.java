package org.mcpoauth.cdi;

import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserver;
import jakarta.enterprise.inject.spi.EventContext;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.mcpoauth.cdi.config.ObservationSettings;
import org.mcpoauth.cdi.config.RuntimeSettings;
import org.mcpoauth.spi.resource.ProtectedResource;
import org.mcpoauth.spi.server.AuthorizationServer;

/** Looks at the URLs of a web application when it begins. */
public final class WebStart implements SyntheticObserver<Object> {

    /** For the container. */
    public WebStart() {}

    @Override
    public void observe(EventContext<Object> event, Parameters parameters) {
        Config config = ConfigProvider.getConfig();
        if (RuntimeSettings.isEnabled(config)) {
            ContextRoot.of(event.getEvent())
                    .ifPresent(root -> new CheckReport(
                                    ObservationSettings.read(config).startupCheck())
                            .mention(root.findings(urls(parameters))));
        }
    }

    private static List<PublicUrl> urls(Parameters parameters) {
        Stream<PublicUrl> ofResources = Stream.of(parameters.get(StartUp.RESOURCES, String[].class))
                .flatMap(name -> PublicUrl.of(
                        name, Beans.get(ProtectedResource.class, name).configuration()));
        Stream<PublicUrl> ofServer = parameters.get(StartUp.AUTHORIZATION_SERVER, Boolean.class)
                ? Stream.of(PublicUrl.of(Beans.get(AuthorizationServer.class).configuration()))
                : Stream.empty();
        return Stream.concat(ofResources, ofServer).toList();
    }
}
