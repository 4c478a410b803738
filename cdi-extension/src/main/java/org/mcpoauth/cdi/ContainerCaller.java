package org.mcpoauth.cdi;

import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanContainer;
import jakarta.enterprise.inject.spi.CDI;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.TokenPrincipal;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.cdi.identity.RequestToken;
import org.mcpoauth.spi.client.CallerSource;

/**
 * The caller as CDI knows it, in this order: whom the token of the request stands for, if a guard of this library let
 * it pass; the user of the HTTP request, as servlets or else Jakarta REST tell it; the bean {@link Principal}; the browser.
 * Nothing is kept: a thread without a request has no caller but what the container itself says.
 */
final class ContainerCaller implements CallerSource {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.cdi");

    /** What containers call nobody: a principal they have made up is nobody's identity. */
    private static final Set<String> NOBODY = nobody();

    private final boolean takesBrowsers;

    /**
     * Knows callers.
     *
     * @param takesBrowsers whether a browser whose user nobody knows is a caller too
     */
    ContainerCaller(boolean takesBrowsers) {
        this.takesBrowsers = takesBrowsers;
    }

    @Override
    public @Nullable Principal caller() {
        return ofToken()
                .or(ContainerCaller::ofRequest)
                .or(ContainerCaller::ofContainer)
                .or(this::ofBrowser)
                .orElse(null);
    }

    private static Optional<Principal> ofToken() {
        try {
            VerifiedToken token = CDI.current().select(RequestToken.class).get().token();
            return Optional.ofNullable(token).map(VerifiedToken::principal);
        } catch (ContextNotActiveException noRequest) {
            return Optional.empty();
        }
    }

    private static Optional<Principal> ofRequest() {
        try {
            return ServletCaller.user().or(RestCaller::user);
        } catch (NoClassDefFoundError noServlets) {
            return RestCaller.user();
        }
    }

    private Optional<Principal> ofBrowser() {
        return takesBrowsers ? visitor() : Optional.empty();
    }

    private static Optional<Principal> visitor() {
        try {
            return ServletCaller.visitor().or(RestCaller::visitor);
        } catch (NoClassDefFoundError noServlets) {
            return RestCaller.visitor();
        }
    }

    /** Containers differ in what they do when nobody has signed in. */
    private static Optional<Principal> ofContainer() {
        Instance<Principal> bean = CDI.current().select(Principal.class);
        if (!bean.isResolvable()) {
            return Optional.empty();
        }
        try {
            Principal principal = instance(bean.getHandle());
            return TokenPrincipal.of(principal).<Principal>map(known -> known).or(() -> named(principal));
        } catch (RuntimeException nobody) {
            LOG.log(Level.DEBUG, "MCPO4803 the container names no caller", nobody);
            return Optional.empty();
        }
    }

    /** What is behind a client proxy: the proxy is a principal, but not of the class that tells two issuers apart. */
    private static <T> T instance(Instance.Handle<T> handle) {
        Bean<T> bean = handle.getBean();
        BeanContainer container = CDI.current().getBeanContainer();
        return container.isNormalScope(bean.getScope())
                ? container.getContext(bean.getScope()).get(bean, container.createCreationalContext(bean))
                : handle.get();
    }

    private static Optional<Principal> named(@Nullable Principal principal) {
        String name = principal == null ? null : principal.getName();
        return name == null || NOBODY.contains(name) ? Optional.empty() : Optional.of(new Named(name));
    }

    /** A principal of a container may be a proxy that changes with the request. */
    private record Named(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }

    private static Set<String> nobody() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(Set.of("anonymous", "unauthenticated", "guest"));
        return names;
    }
}
