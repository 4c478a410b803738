package org.mcpoauth.cdi.identity;

import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.build.compatible.spi.Parameters;
import jakarta.enterprise.inject.build.compatible.spi.SyntheticBeanCreator;
import jakarta.enterprise.inject.spi.CDI;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.spi.client.CurrentRequest;
import org.mcpoauth.spi.resource.CurrentToken;

/** What the container makes the beans of this package with; public for the container alone. */
public final class IdentityCreators {
    private IdentityCreators() {}

    static RequestToken current() {
        return CDI.current().select(RequestToken.class).get();
    }

    /** Makes the place for the token of a request. */
    public static final class OfRequestToken implements SyntheticBeanCreator<RequestToken> {
        /** For the container. */
        public OfRequestToken() {}

        @Override
        public RequestToken create(Instance<Object> lookup, Parameters parameters) {
            return new RequestToken();
        }
    }

    /** Makes what the bindings hand tokens to. */
    public static final class OfCurrentToken implements SyntheticBeanCreator<CurrentToken> {
        /** For the container. */
        public OfCurrentToken() {}

        @Override
        public CurrentToken create(Instance<Object> lookup, Parameters parameters) {
            return new RequestTokens(current());
        }
    }

    /** Makes the place for the caller of a request. */
    public static final class OfRequestCaller implements SyntheticBeanCreator<RequestCaller> {
        /** For the container. */
        public OfRequestCaller() {}

        @Override
        public RequestCaller create(Instance<Object> lookup, Parameters parameters) {
            return new RequestCaller();
        }
    }

    /** Makes what the binding of Jakarta REST hands callers to. */
    public static final class OfCurrentRequest implements SyntheticBeanCreator<CurrentRequest> {
        /** For the container. */
        public OfCurrentRequest() {}

        @Override
        public CurrentRequest create(Instance<Object> lookup, Parameters parameters) {
            return new RequestCallers(CDI.current().select(RequestCaller.class).get());
        }
    }

    /** Gives the token of the current request. */
    @SuppressWarnings("NullAway") // a dependent bean may be null
    public static final class OfVerifiedToken implements SyntheticBeanCreator<VerifiedToken> {
        /** For the container. */
        public OfVerifiedToken() {}

        @Override
        public @Nullable VerifiedToken create(Instance<Object> lookup, Parameters parameters) {
            return current().token();
        }
    }

    /** Gives the principal of the current request. */
    @SuppressWarnings("NullAway") // a dependent bean may be null
    public static final class OfTokenPrincipal implements SyntheticBeanCreator<TokenPrincipal> {
        /** For the container. */
        public OfTokenPrincipal() {}

        @Override
        public @Nullable TokenPrincipal create(Instance<Object> lookup, Parameters parameters) {
            VerifiedToken token = current().token();
            return token == null ? null : token.principal();
        }
    }
}
