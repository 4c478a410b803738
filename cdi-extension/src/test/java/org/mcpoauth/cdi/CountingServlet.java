package org.mcpoauth.cdi;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.util.concurrent.atomic.AtomicInteger;

/** A servlet that says how often it ran. No test names it: the named module does not read its supertype. */
final class CountingServlet extends HttpServlet {
    @Serial
    private static final long serialVersionUID = 1L;

    final AtomicInteger runs = new AtomicInteger();

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter().write("run " + runs.incrementAndGet());
    }
}
