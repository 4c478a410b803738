package org.mcpoauth.client;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.client.AuthorizationRequest;
import org.mcpoauth.api.error.AuthorizationRequiredException;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.HeadlessAgent;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.World;

/** No token, code, verifier, state or client secret is in a text form or an exception. */
class SecretsTest {
    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void aWholeLifeLeavesNoSecretBehind() throws Exception {
        world.as.metadata.put("token_endpoint_auth_methods_supported", "[\"client_secret_post\"]");
        var configuration = world.configuration()
                .clientId("configured")
                .clientSecret(Secret.of("very-secret"))
                .initialAccessToken(Secret.of("initial-secret"))
                .build();
        McpOAuthClient client = world.runtime.client(configuration);
        List<String> texts = new ArrayList<>(List.of(configuration.toString(), client.toString()));
        world.call(client, "read");
        AuthorizationRequest request = world.agent.requests.get(0);
        texts.add(request.toString());
        texts.add(client.accessToken().toString());
        texts.add(String.valueOf(client.storedToken()));

        world.as.token = ignored -> ScriptedAuthorizationServer.error(400, "invalid_grant");
        world.clock.advance(java.time.Duration.ofHours(2));
        texts.add(trace(assertThrows(McpOAuthException.class, client::accessToken)));
        world.as.token = ignored -> Answer.json(200, "{\"access_token\":\"at-leak\",\"token_type\":\"mac\"}");
        texts.add(trace(assertThrows(McpOAuthException.class, client::accessToken)));
        world.as.token = ignored -> Answer.json(200, "{\"access_token\":\"at-leak\",\"token_type\":");
        texts.add(trace(assertThrows(McpOAuthException.class, client::accessToken)));
        world.as.token = ignored -> Answer.of(503);
        texts.add(trace(assertThrows(McpOAuthException.class, client::accessToken)));

        McpOAuthClient web = world.runtime
                .client(world.configuration()
                        .clientId("configured")
                        .clientSecret(Secret.of("very-secret"))
                        .agent(null)
                        .build())
                .as(() -> "alice");
        texts.add(trace(assertThrows(AuthorizationRequiredException.class, web::accessToken)));
        URI redirect = URI.create(HeadlessAgent.open(web.startAuthorization(Scopes.NONE)));
        texts.add(trace(assertThrows(McpOAuthException.class, () -> web.completeAuthorization(redirect))));
        texts.add(trace(assertThrows(McpOAuthException.class, () -> web.completeAuthorization(redirect))));

        List<String> secrets = new ArrayList<>(List.of("very-secret", "initial-secret", "at-leak", "code-"));
        secrets.add(request.state().reveal());
        secrets.add(request.codeVerifier().reveal());
        secrets.addAll(world.as.accessTokens.keySet());
        secrets.addAll(world.as.refreshTokens.keySet());
        secrets.add(redirect.getRawQuery());
        for (String secret : secrets) {
            for (String text : texts) {
                assertFalse(text.contains(secret), () -> secret + " in " + text);
            }
        }
    }

    private static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
