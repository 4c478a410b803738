package org.mcpoauth.server.wire;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.security.Principal;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Plays a container that authenticates nobody before it is asked to, and then as a test says. */
final class LoginMechanism implements Filter {
    /** How often it was asked. */
    final AtomicInteger runs = new AtomicInteger();

    private final Login login;

    LoginMechanism(Login login) {
        this.login = login;
    }

    /** What the container does. */
    interface Login {
        /** As {@link HttpServletRequest#authenticate}; a name is that of the user whom it has authenticated. */
        @Nullable
        String authenticate(HttpServletResponse response) throws IOException, ServletException;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        chain.doFilter(new Authenticating((HttpServletRequest) request), response);
    }

    private final class Authenticating extends HttpServletRequestWrapper {
        private @Nullable String user = getHeader("Remembered");

        Authenticating(HttpServletRequest request) {
            super(request);
        }

        @Override
        public @Nullable Principal getUserPrincipal() {
            String name = user;
            return name == null ? null : () -> name;
        }

        @Override
        public boolean authenticate(HttpServletResponse response) throws IOException, ServletException {
            runs.incrementAndGet();
            user = login.authenticate(response);
            return user != null;
        }
    }
}
