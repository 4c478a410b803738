package org.mcpoauth.cdi;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticObserver;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.inject.spi.EventContext;
import org.mcpoauth.api.token.TokenRevoked;
import org.mcpoauth.spi.resource.ProtectedResource;

/** Has all protected resources forget the tokens of which the application says that they were revoked. */
public final class Revocations implements SyntheticObserver<TokenRevoked> {
    /** For the container. */
    public Revocations() {}

    @Override
    public void observe(EventContext<TokenRevoked> event, Parameters parameters) {
        CDI.current()
                .select(ProtectedResource.class, Any.Literal.INSTANCE)
                .forEach(resource -> resource.verifier().forget(event.getEvent()));
    }
}
