package org.mcpoauth.cdi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.http.server.HttpHandler;
import org.glassfish.grizzly.http.server.Request;
import org.glassfish.grizzly.http.server.Response;

/** A site with the metadata document of one client, over TLS, which may misbehave. */
final class DocumentSite implements AutoCloseable {
    private static final String DOCUMENT = "/client.json";
    private static final String OTHER = "/other.json";

    private final WebServer web;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger askedElsewhere = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Fault fault = Fault.NONE;

    /** What a site does wrong. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** It sends elsewhere, where the same document is. */
        REDIRECT,
        /** A page of HTML. */
        HTML,
        /** A document of more than 5 KiB, whose length it tells. */
        LARGE,
        /** The same, whose length it does not tell. */
        LARGE_IN_CHUNKS,
        /** Nothing there. */
        NOT_FOUND,
        /** A document that does not end. */
        SLOW,
        /** Half a document, and the end of the connection. */
        CUT
    }

    DocumentSite(String host, SSLContext tls) {
        web = new WebServer(host, tls);
        web.deploy(DOCUMENT, new Documents(asked));
        web.deploy(OTHER, new Documents(askedElsewhere));
    }

    /** The client identifier. */
    String clientId() {
        return web.url(DOCUMENT);
    }

    String redirectUri() {
        return web.url("/callback");
    }

    void misbehave(Fault next) {
        fault = next;
    }

    /** How often it was asked for the document. */
    int asked() {
        return asked.get();
    }

    /** How often it was asked where it had sent somebody. */
    int askedElsewhere() {
        return askedElsewhere.get();
    }

    private String document() {
        return "{\"client_id\":\"" + clientId() + "\",\"client_name\":\"Client\",\"redirect_uris\":[\"" + redirectUri()
                + "\"],\"token_endpoint_auth_method\":\"none\"}";
    }

    @Override
    public void close() {
        closed.countDown();
        web.close();
    }

    private final class Documents extends HttpHandler {
        private final AtomicInteger count;

        Documents(AtomicInteger count) {
            this.count = count;
        }

        @Override
        public void service(Request request, Response response) throws IOException, InterruptedException {
            count.incrementAndGet();
            response.setContentType("application/json");
            switch (count == asked ? fault : Fault.NONE) {
                case REDIRECT -> {
                    response.setStatus(302);
                    response.setHeader("Location", web.url(OTHER));
                }
                case HTML -> {
                    response.setContentType("text/html");
                    write(response, document());
                }
                case LARGE -> {
                    byte[] large = large().getBytes(UTF_8);
                    response.setContentLength(large.length);
                    write(response, large());
                }
                case LARGE_IN_CHUNKS -> {
                    write(response, large().substring(0, 6000));
                    response.flush();
                    write(response, large().substring(6000));
                }
                case NOT_FOUND -> response.setStatus(404);
                case SLOW -> {
                    write(response, document().substring(0, 20));
                    response.flush();
                    closed.await(30, TimeUnit.SECONDS);
                }
                case CUT -> {
                    response.setContentLength(document().length());
                    write(response, document().substring(0, 20));
                    response.flush();
                    request.getRequest().getConnection().closeSilently();
                }
                case NONE -> write(response, document());
            }
        }

        private String large() {
            return document().replace("\"Client\"", "\"Client\",\"x\":\"" + "x".repeat(6000) + "\"");
        }

        private static void write(Response response, String text) throws IOException {
            OutputStream out = response.getOutputStream();
            out.write(text.getBytes(UTF_8));
        }
    }
}
