package org.mcpoauth.tck.counterpart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The peers notice what they must notice, or no test on them means anything. */
class CounterpartTest {
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Counterpart counterpart = new Counterpart();
    private final String secret = counterpart.ledger().issue("refresh");

    @AfterEach
    void close() {
        counterpart.close();
    }

    @Test
    void aSecretInAUrlIsALeakEverywhere() throws Exception {
        for (String url : List.of("/x?token=SECRET", "/SECRET", "/x?next=a%26SECRET")) {
            assertLeaksEverywhere(url);
        }
    }

    private void assertLeaksEverywhere(String url) throws IOException, InterruptedException {
        for (String origin : List.of(
                counterpart.stranger().origin(),
                counterpart.mcp().http().origin(),
                counterpart.server().issuer(),
                counterpart.other().issuer())) {
            int before = counterpart.leaks().size();
            send(HttpRequest.newBuilder(URI.create(origin + url.replace("SECRET", secret))));
            assertEquals(before + 1, counterpart.leaks().size(), origin);
        }
    }

    @Test
    void aSecretInABodyOrHeaderIsALeak() throws Exception {
        URI stranger = URI.create(counterpart.stranger().origin() + "/token");
        send(HttpRequest.newBuilder(stranger).POST(BodyPublishers.ofString("refresh_token=" + secret)));
        send(HttpRequest.newBuilder(stranger).header("X-Debug", secret));
        send(HttpRequest.newBuilder(stranger).header("Authorization", "Bearer of-somebody-else"));
        send(HttpRequest.newBuilder(stranger).POST(BodyPublishers.ofString("code_verifier=v")));
        assertEquals(4, counterpart.leaks().size());
    }

    @Test
    void aTokenAtItsPlaceIsNoLeak() throws Exception {
        send(HttpRequest.newBuilder(URI.create(counterpart.mcp().url())).header("Authorization", "Bearer " + secret));
        send(HttpRequest.newBuilder(URI.create(counterpart.server().issuer() + "/token"))
                .POST(BodyPublishers.ofString("grant_type=refresh_token&refresh_token=" + secret)));
        assertEquals(List.of(), counterpart.leaks());
    }

    @Test
    void aTokenInTheBodyOfACallIsALeak() throws Exception {
        send(HttpRequest.newBuilder(URI.create(counterpart.mcp().url())).POST(BodyPublishers.ofString(secret)));
        assertEquals(1, counterpart.leaks().size());
    }

    @Test
    void aCodeServesOnceAndWithItsVerifierOnly() throws Exception {
        URI page = URI.create(
                counterpart.server().issuer() + "/authorize?client_id=c&redirect_uri=r:&state=s&code_challenge=wrong");
        String code =
                counterpart.browser().open(page).toString().split("code=", 2)[1].split("&", 2)[0];
        HttpResponse<String> answer = send(HttpRequest.newBuilder(
                        URI.create(counterpart.server().issuer() + "/token"))
                .POST(BodyPublishers.ofString(
                        "grant_type=authorization_code&client_id=c&redirect_uri=r:&code_verifier=v&code=" + code)));
        assertEquals(400, answer.statusCode());
    }

    @Test
    void aDroppedConnectionIsNoAnswer() {
        for (Reply.Delivery delivery : List.of(
                Reply.Delivery.DROPPED_AT_ONCE, Reply.Delivery.DROPPED_IN_HEADERS, Reply.Delivery.DROPPED_IN_BODY)) {
            counterpart
                    .stranger()
                    .on("/x", request -> Reply.json(200, "{\"a\":1}").delivered(delivery));
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(counterpart.stranger().origin() + "/x"));
            assertThrows(IOException.class, () -> send(request), delivery.name());
        }
    }

    @Test
    void aFaultSaysWhatItThreatensAndWhichRuleHelps() {
        for (Fault fault : Fault.values()) {
            assertFalse(fault.threat().isBlank()
                    || fault.document().isBlank()
                    || fault.section().isBlank());
        }
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString());
    }
}
