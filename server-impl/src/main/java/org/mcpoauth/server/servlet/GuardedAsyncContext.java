package org.mcpoauth.server.servlet;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends what is held back of an answer before an asynchronous request ends; afterwards it is too late. A
 * request that has ended with its token does not end again.
 */
final class GuardedAsyncContext implements AsyncContext {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.server.servlet");

    private final AsyncContext context;
    private final GuardedServletResponse response;
    private final AtomicBoolean isComplete = new AtomicBoolean();

    GuardedAsyncContext(AsyncContext context, GuardedServletResponse response) {
        this.context = context;
        this.response = response;
    }

    @Override
    public void complete() {
        try {
            response.finish();
        } catch (IOException e) {
            // as where the application writes to a client that is gone
            LOG.log(System.Logger.Level.DEBUG, () -> "MCPO4221 answer could not be finished: " + e.getMessage());
        }
        end();
    }

    /** Ends the request without more of its answer. */
    void end() {
        if (isComplete.compareAndSet(false, true)) {
            context.complete();
        }
    }

    @Override
    public ServletRequest getRequest() {
        return context.getRequest();
    }

    @Override
    public ServletResponse getResponse() {
        return context.getResponse();
    }

    @Override
    public boolean hasOriginalRequestAndResponse() {
        return context.hasOriginalRequestAndResponse();
    }

    @Override
    public void dispatch() {
        context.dispatch();
    }

    @Override
    public void dispatch(String path) {
        context.dispatch(path);
    }

    @Override
    public void dispatch(ServletContext other, String path) {
        context.dispatch(other, path);
    }

    @Override
    public void start(Runnable run) {
        context.start(run);
    }

    @Override
    public void addListener(AsyncListener listener) {
        context.addListener(listener);
    }

    @Override
    public void addListener(AsyncListener listener, ServletRequest request, ServletResponse answer) {
        context.addListener(listener, request, answer);
    }

    @Override
    public <T extends AsyncListener> T createListener(Class<T> type) throws ServletException {
        return context.createListener(type);
    }

    @Override
    public void setTimeout(long timeout) {
        context.setTimeout(timeout);
    }

    @Override
    public long getTimeout() {
        return context.getTimeout();
    }
}
