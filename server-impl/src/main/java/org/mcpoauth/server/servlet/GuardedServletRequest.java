package org.mcpoauth.server.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.proof.SenderConstraint;
import org.mcpoauth.server.resource.GuardedExchange;

/**
 * A request that the guard has permitted, as the application sees it: with the caller of the token, the
 * body that the guard has read, and without a session or a resumed stream the revision does not know.
 */
final class GuardedServletRequest extends HttpServletRequestWrapper {
    private final @Nullable VerifiedToken token;
    private final @Nullable Principal caller;
    private final List<String> hidden;
    private final BufferedBody body;
    private final GuardedServletResponse response;
    private @Nullable ServletInputStream stream;
    private final AtomicInteger asyncStarts = new AtomicInteger();
    private @Nullable GuardedAsyncContext async;

    GuardedServletRequest(
            HttpServletRequest request, GuardedExchange exchange, BufferedBody body, GuardedServletResponse response) {
        super(request);
        this.token = exchange.token();
        this.caller = token == null ? null : exchange.caller(token);
        this.hidden = exchange.hiddenHeaders();
        this.body = body;
        this.response = response;
    }

    @Override
    public @Nullable Principal getUserPrincipal() {
        return caller;
    }

    @Override
    public @Nullable String getRemoteUser() {
        return caller == null ? null : caller.getName();
    }

    @Override
    public boolean isUserInRole(String role) {
        return token != null && token.roles().contains(role);
    }

    @Override
    public @Nullable String getAuthType() {
        return token == null ? null : SenderConstraint.schemeOf(token);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    /** As for a header that is not there (Jakarta Servlet, {@code HttpServletRequest}). */
    @Override
    public int getIntHeader(String name) {
        return isHidden(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isHidden(name))
                .toList());
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        byte[] bytes = body.bytes();
        if (bytes == null) {
            return super.getInputStream();
        }
        if (stream == null) {
            stream = new BytesInputStream(bytes);
        }
        return stream;
    }

    @Override
    public int getContentLength() {
        byte[] bytes = body.bytes();
        return bytes == null ? super.getContentLength() : bytes.length;
    }

    @Override
    public long getContentLengthLong() {
        byte[] bytes = body.bytes();
        return bytes == null ? super.getContentLengthLong() : bytes.length;
    }

    @Override
    public BufferedReader getReader() throws IOException {
        String encoding = getCharacterEncoding();
        Charset charset = encoding == null ? StandardCharsets.UTF_8 : Charset.forName(encoding);
        return body.bytes() == null
                ? super.getReader()
                : new BufferedReader(new InputStreamReader(getInputStream(), charset));
    }

    /** Without arguments the container would take the request and response that it made. */
    @Override
    public AsyncContext startAsync() {
        return startAsync(this, response);
    }

    /** The listener is added here, because the application may complete the request at any time after. */
    @Override
    public AsyncContext startAsync(ServletRequest asyncRequest, ServletResponse asyncResponse) {
        AsyncContext context = super.startAsync(asyncRequest, asyncResponse);
        context.addListener(new Completion(response));
        GuardedAsyncContext guarded = new GuardedAsyncContext(context, response);
        async = guarded;
        asyncStarts.incrementAndGet();
        response.goesOnWithout(guarded);
        return guarded;
    }

    @Override
    public AsyncContext getAsyncContext() {
        return async == null ? super.getAsyncContext() : async;
    }

    boolean wentAsync() {
        return async != null;
    }

    /** How often the request went on without the thread that served it. */
    int asyncStarts() {
        return asyncStarts.get();
    }

    GuardedServletResponse response() {
        return response;
    }

    private boolean isHidden(String name) {
        return hidden.stream().anyMatch(header -> header.equalsIgnoreCase(name));
    }
}
