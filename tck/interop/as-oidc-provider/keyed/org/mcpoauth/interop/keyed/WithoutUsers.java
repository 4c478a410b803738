package org.mcpoauth.interop.keyed;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessAnnotatedType;
import org.mcpoauth.spi.server.UserAuthenticator;

/** Takes the users of the quickstart away: users come from one place. */
public class WithoutUsers implements Extension {
    <T extends UserAuthenticator> void refuse(@Observes ProcessAnnotatedType<T> type) {
        type.veto();
    }
}
