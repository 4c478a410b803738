package org.mcpoauth.client.rest;

import jakarta.ws.rs.client.ClientRequestContext;
import jakarta.ws.rs.client.ClientResponseContext;
import jakarta.ws.rs.client.Entity;
import jakarta.ws.rs.client.Invocation;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.challenge.Challenges;
import org.mcpoauth.api.client.CallAuthorization;
import org.mcpoauth.api.error.ChallengeException;

/** Sends a request again, once for each challenge, and gives the last answer for the first. */
final class Repetition {
    static final String FOLLOW_REDIRECTS = "jersey.config.client.followRedirects";
    private static final String REPEATED = "org.mcpoauth.client.rest.repeated";

    private final ClientRequestContext request;
    private final CallAuthorization authorization;

    Repetition(ClientRequestContext request, CallAuthorization authorization) {
        this.request = request;
        this.authorization = authorization;
    }

    /** Whether a request is sent from here, so that the filters leave it alone. */
    static boolean isOne(ClientRequestContext request) {
        return Boolean.TRUE.equals(request.getProperty(REPEATED));
    }

    void resolve(ClientResponseContext response) throws IOException {
        Response answer = null;
        int status = response.getStatus();
        MultivaluedMap<String, String> headers = response.getHeaders();
        while (authorization.resolve(status, HttpHeaders.of(headers, (name, value) -> true))) {
            close(answer, response);
            requireRepeatable(status, headers);
            answer = sentAgain();
            status = answer.getStatus();
            headers = answer.getStringHeaders();
        }
        if (answer != null) {
            replace(response, answer);
        }
    }

    private Response sentAgain() {
        Invocation.Builder again = request.getClient().target(request.getUri()).request();
        again.headers(headers());
        for (String name : request.getPropertyNames()) {
            again.property(name, request.getProperty(name));
        }
        again.property(REPEATED, true).property(FOLLOW_REDIRECTS, false);
        return request.hasEntity() ? again.method(request.getMethod(), entity()) : again.method(request.getMethod());
    }

    private MultivaluedMap<String, Object> headers() {
        MultivaluedMap<String, Object> headers = new MultivaluedHashMap<>();
        request.getHeaders().forEach((name, values) -> {
            boolean isOurs = "Authorization".equalsIgnoreCase(name) || "DPoP".equalsIgnoreCase(name);
            boolean isOfTheEntity = "Content-Type".equalsIgnoreCase(name) || "Content-Length".equalsIgnoreCase(name);
            if (!isOurs && !isOfTheEntity) {
                headers.addAll(name, values);
            }
        });
        authorization.headers().forEach(headers::putSingle);
        return headers;
    }

    private Entity<?> entity() {
        GenericEntity<Object> typed = new GenericEntity<>(request.getEntity(), request.getEntityType());
        return Entity.entity(typed, request.getMediaType(), request.getEntityAnnotations());
    }

    private void requireRepeatable(int status, MultivaluedMap<String, String> headers) {
        Object entity = request.getEntity();
        if (entity instanceof Closeable || entity instanceof StreamingOutput) {
            HttpHeaders all = HttpHeaders.of(headers, (name, value) -> true);
            throw new ChallengeException(request.getUri(), status, Challenges.parse(all.allValues("WWW-Authenticate")));
        }
    }

    /** The body of a challenge is nobody's. */
    private static void close(@Nullable Response answer, ClientResponseContext first) throws IOException {
        if (answer != null) {
            answer.close();
        } else if (first.hasEntity()) {
            first.getEntityStream().close();
        }
    }

    private static void replace(ClientResponseContext response, Response answer) {
        InputStream body = answer.hasEntity()
                ? new Body(answer.readEntity(InputStream.class), answer)
                : InputStream.nullInputStream();
        response.setStatusInfo(answer.getStatusInfo());
        response.getHeaders().clear();
        response.getHeaders().putAll(answer.getStringHeaders());
        response.setEntityStream(body);
    }

    /** A body that keeps its answer, and with it the connection, until it is closed. */
    private static final class Body extends FilterInputStream {
        private final Response answer;

        Body(InputStream body, Response answer) {
            super(body);
            this.answer = answer;
        }

        @Override
        public void close() throws IOException {
            try {
                super.close();
            } finally {
                answer.close();
            }
        }
    }
}
