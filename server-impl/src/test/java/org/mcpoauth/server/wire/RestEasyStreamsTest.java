package org.mcpoauth.server.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.net.http.HttpResponse;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.resteasy.annotations.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

@DisplayName("MCP 2026-07-28, \"Multi Round-Trip Requests\": streams of RESTEasy's own form do not go out")
@EnabledIfSystemProperty(named = "rest.runtime", matches = "resteasy")
@Timeout(60)
class RestEasyStreamsTest {
    /** Two elements, which hold what nobody looks at. */
    @Path("mcp")
    public static class Streams {
        final AtomicInteger runs = new AtomicInteger();

        @GET
        @Path("general")
        @Stream(Stream.MODE.GENERAL)
        @Produces("application/json")
        public Publisher<String> general() {
            runs.incrementAndGet();
            return Streams::publish;
        }

        @GET
        @Path("raw")
        @Stream(Stream.MODE.RAW)
        @Produces("application/json")
        public Publisher<String> raw() {
            runs.incrementAndGet();
            return Streams::publish;
        }

        private static void publish(Subscriber<? super String> subscriber) {
            Iterator<String> elements = List.of("\"first\"", "\"second\"").iterator();
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long count) {
                    for (long i = 0; i < count && elements.hasNext(); i++) {
                        subscriber.onNext(elements.next());
                        if (!elements.hasNext()) {
                            subscriber.onComplete();
                        }
                    }
                }

                @Override
                public void cancel() {
                    elements.forEachRemaining(element -> {});
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"general", "raw"})
    void aStreamThatNobodyCanLookAtIsWithheld(String mode) {
        Streams streams = new Streams();
        RestApplication application = new RestApplication().register(streams);
        try (RestServer server = new RestServer(application, it -> it)) {
            HttpResponse<String> response =
                    RestServer.send(RestServer.with(server.issuer.token(), server.get("/mcp/" + mode)));
            assertEquals(500, response.statusCode());
            assertEquals("", response.body());
            assertEquals(401, RestServer.send(server.get("/mcp/" + mode)).statusCode());
            assertEquals(0, streams.runs.get());
        }
    }
}
