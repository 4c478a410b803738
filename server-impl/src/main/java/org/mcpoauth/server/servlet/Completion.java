package org.mcpoauth.server.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/**
 * Tells the answer of an asynchronous request that the call is over.
 *
 * @param response the answer
 */
record Completion(GuardedServletResponse response) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
        response.abandon();
        response.completed();
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        // the container then completes the request, which is told above
    }

    @Override
    public void onError(AsyncEvent event) {
        // as after a timeout
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        event.getAsyncContext().addListener(this);
    }
}
