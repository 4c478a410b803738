package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mcpoauth.server.wire.RestServer.send;
import static org.mcpoauth.server.wire.RestServer.with;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Serial;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a servlet answers is looked at however it writes it. */
class ServletAnswersTest {
    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"ask\",\"requestState\":STATE}}";
    private static final String ASKS = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":"
            + "{\"resultType\":\"input_required\",\"requestState\":\"caf\u00e9\"}}";

    /** How an answer is written. */
    enum Way {
        STREAM,
        WRITER,
        CLOSED_STREAM,
        ASYNC_STREAM,
        ASYNC_WRITER,
        DISPATCH,
        DISPATCH_TWICE,
        DISPATCH_ELSEWHERE,
        ASYNC_AFTER_DISPATCH,
        AFTER_RESET
    }

    /** Answers {@link #ASKS} in some way. */
    static final class Asking extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        final transient List<String> seen = new CopyOnWriteArrayList<>();
        private final Way way;
        private final String type;

        Asking(Way way, String type) {
            this.way = way;
            this.type = type;
        }

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            if (request.getDispatcherType() == DispatcherType.ASYNC) {
                again(request, response);
                return;
            }
            byte[] body = request.getInputStream().readAllBytes();
            assertEquals(body.length, request.getContentLength());
            seen.add(new String(body, StandardCharsets.UTF_8));
            if (way == Way.ASYNC_STREAM || way == Way.ASYNC_WRITER) {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    write((HttpServletResponse) async.getResponse());
                    async.complete();
                });
            } else if (isDispatched()) {
                dispatch(request);
            } else {
                write(response);
            }
        }

        private boolean isDispatched() {
            return way.name().contains("DISPATCH");
        }

        /** As frameworks do it: another thread makes the result, the request comes again to write it. */
        private void dispatch(HttpServletRequest request) {
            AsyncContext async = request.startAsync();
            async.start(() -> {
                if (way == Way.DISPATCH_ELSEWHERE) {
                    async.dispatch("/written");
                } else {
                    async.dispatch();
                }
            });
        }

        private void again(HttpServletRequest request, HttpServletResponse response) {
            boolean isSecond = request.getAttribute("again") != null;
            request.setAttribute("again", true);
            if (way == Way.DISPATCH_TWICE && !isSecond) {
                dispatch(request);
            } else if (way == Way.ASYNC_AFTER_DISPATCH) {
                AsyncContext async = request.startAsync();
                async.start(() -> {
                    write((HttpServletResponse) async.getResponse());
                    async.complete();
                });
            } else {
                write(response);
            }
        }

        private void write(HttpServletResponse response) {
            String answer = type.startsWith("text/event-stream") ? "data: " + ASKS + "\n\n" : ASKS;
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            response.setContentType(type);
            try {
                switch (way) {
                    case STREAM, ASYNC_STREAM -> {
                        response.setContentLength(bytes.length);
                        response.getOutputStream().write(bytes);
                    }
                    case CLOSED_STREAM -> {
                        response.setHeader("Content-Length", Integer.toString(bytes.length));
                        response.getOutputStream().write(bytes);
                        response.getOutputStream().close();
                    }
                    case WRITER, ASYNC_WRITER, DISPATCH, DISPATCH_TWICE, DISPATCH_ELSEWHERE, ASYNC_AFTER_DISPATCH ->
                        response.getWriter().print(answer);
                    case AFTER_RESET -> {
                        response.getWriter().print("half of another answer");
                        response.resetBuffer();
                        response.getOutputStream().write(bytes);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String state(String answer) {
        int start = answer.indexOf("v1.");
        return start < 0 ? "" : answer.substring(start, answer.indexOf('"', start));
    }

    @ParameterizedTest
    @EnumSource
    void statesAreSealedAndOpened(Way way) {
        for (String type : List.of("application/json;charset=UTF-8", "text/event-stream;charset=UTF-8")) {
            Asking servlet = new Asking(way, type);
            try (ServletServer server = new ServletServer(servlet, it -> it)) {
                String token = server.issuer.token();
                HttpResponse<String> first = send(with(token, server.post(CALL.replace("STATE", "null"))));
                assertEquals(200, first.statusCode());
                assertFalse(first.body().contains("\"caf"), first.body());
                String sealed = state(first.body());
                assertTrue(first.body().contains("\"requestState\":\"" + sealed + "\"}}"), first.body());
                send(with(token, server.post(CALL.replace("STATE", "\"" + sealed + "\""))));
                assertTrue(servlet.seen.get(1).contains("caf\u00e9"), servlet.seen.get(1));
                HttpRequest.Builder forged = server.post(CALL.replace("STATE", "\"caf\""));
                assertTrue(send(with(token, forged)).body().contains("invalid_request_state"));
                assertEquals(2, servlet.seen.size(), "the application must not run");
            }
        }
    }

    /** A servlet that writes events and lets the token end between two of them. */
    static final class Streaming extends HttpServlet {
        @Serial
        private static final long serialVersionUID = 1L;

        private transient @Nullable ServletServer server;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setContentType("text/event-stream;charset=UTF-8");
            response.getOutputStream().print("data: first\n\n");
            response.flushBuffer();
            Objects.requireNonNull(server).clock.move(Duration.ofHours(1));
            response.getOutputStream().print("data: second\n\n");
        }
    }

    @Test
    void anEventStreamEndsWithItsToken() {
        Streaming servlet = new Streaming();
        try (ServletServer server = new ServletServer(servlet, it -> it)) {
            servlet.server = server;
            assertEquals(
                    "data: first\n\n",
                    send(with(server.issuer.token(), server.get("/mcp"))).body());
        }
    }
}
