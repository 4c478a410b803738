package org.mcpoauth.cdi;

import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.ResourceIdentifier;
import org.mcpoauth.api.Scopes;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.metadata.ClientAuthenticationMethod;
import org.mcpoauth.api.metadata.ClientMetadata;
import org.mcpoauth.api.metadata.GrantType;
import org.mcpoauth.api.provider.Client;
import org.mcpoauth.api.provider.RegistrationRequest;
import org.mcpoauth.api.provider.ResourceOwner;
import org.mcpoauth.api.provider.SecretHash;
import org.mcpoauth.server.servlet.McpOAuthServletFilter;
import org.mcpoauth.spi.AuthorizationServerConfiguration;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.spi.server.AuthorizationServer;
import org.mcpoauth.spi.server.OpenIdRules;
import org.mcpoauth.spi.server.TokenIssuance;

/** An OpenID Connect issuer with the users alice and bob, at a host of its own as cookies do not tell ports apart. */
final class OtherIssuer implements AutoCloseable {
    static final String CLIENT_ID = "broker";
    static final String SECRET = "a-secret-of-the-broker-at-the-other-issuer";

    private final WebServer web = new WebServer("localhost");
    private final McpOAuthRuntime runtime =
            McpOAuthRuntime.builder().allowLoopback().build();

    /** Starts it with one client, which is sent back to one URL. */
    OtherIssuer(String callback) {
        AuthorizationServer server = runtime.authorizationServer(
                AuthorizationServerConfiguration.builder(
                                Issuer.of(issuer()), List.of(ResourceIdentifier.of(web.url("/mcp"))))
                        .scopesSupported(Scopes.of("openid"))
                        .openId(OpenIdRules.OFF.withOffered(true))
                        .tokens(TokenIssuance.DEFAULT.withSigningAlgorithm("ES256"))
                        .build(),
                OtherIssuer::authenticate);
        ClientMetadata metadata = ClientMetadata.builder()
                .redirectUris(List.of(URI.create(callback)))
                .tokenEndpointAuthMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .grantTypes(List.of(GrantType.AUTHORIZATION_CODE, GrantType.REFRESH_TOKEN))
                .build();
        Client client = new Client(
                CLIENT_ID,
                metadata,
                SecretHash.of(Secret.of(SECRET)),
                Clock.systemUTC().instant(),
                null);
        server.provider().registerClient(new RegistrationRequest(client, metadata, null));
        web.deploy(new McpOAuthServletFilter(server));
    }

    private static Optional<ResourceOwner> authenticate(String username, Secret password) {
        return List.of("alice", "bob").contains(username) && password.matches(username + "-pw")
                ? Optional.of(new ResourceOwner(username, Clock.systemUTC().instant(), null))
                : Optional.empty();
    }

    String issuer() {
        return web.url("");
    }

    /** Logs alice in, on the login page; gives the page that asks for consent, or the redirect to the client. */
    static Browser.Page logIn(Browser browser, Browser.Page login, String callback) {
        return logIn("alice", browser, login, callback);
    }

    /** Logs a user in. */
    static Browser.Page logIn(String user, Browser browser, Browser.Page login, String callback) {
        return browser.follow(browser.submit(login, "username=" + user + "&password=" + user + "-pw"), callback);
    }

    /** Is there no longer. */
    void goDown() {
        web.close();
    }

    @Override
    public void close() {
        web.close();
        runtime.close();
    }
}
