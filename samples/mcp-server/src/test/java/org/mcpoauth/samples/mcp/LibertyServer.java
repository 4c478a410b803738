package org.mcpoauth.samples.mcp;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as it was built, on a managed Open Liberty. */
final class LibertyServer {
    private static final String CONTEXT_ROOT = "mcp-server";
    private static final String CONFIGURATION = "/WEB-INF/classes/META-INF/microprofile-config.properties";

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private LibertyServer() {}

    /** The WAR without the jars of the guard, and what stands in for it: the MCP wire alone. */
    static WebArchive unguarded() {
        WebArchive archive = archive();
        archive.getContent(Filters.include("/WEB-INF/lib/mcp-oauth-(server|client|cdi)-.*"))
                .keySet()
                .forEach(archive::delete);
        return archive.addClasses(TestCodec.class, TestPrincipalFilter.class);
    }

    /** The WAR as it is, told by configuration where it is and whom to trust. */
    static WebArchive guarded(String issuer) {
        return configured("mcp.oauth.resource.authorization-servers=" + issuer);
    }

    /** The WAR as it is, told where it is and what the given lines say. */
    static WebArchive configured(String... lines) {
        String configuration = String.join(
                "\n",
                "config_ordinal=95",
                "mcp.oauth.url-policy=loopback",
                "mcp.oauth.resource.url=" + endpoint(),
                "mcp.oauth.resource.metadata.url=" + metadata(),
                String.join("\n", lines));
        WebArchive archive = archive();
        archive.delete(CONFIGURATION);
        return archive.addAsResource(new StringAsset(configuration), "META-INF/microprofile-config.properties");
    }

    /** A WAR cannot serve the well-known URL of the origin; its metadata lie inside its context. */
    static URI metadata() {
        return endpoint().resolve("/" + CONTEXT_ROOT + "/.well-known/oauth-protected-resource");
    }

    private static WebArchive archive() {
        return ShrinkWrap.create(ZipImporter.class, CONTEXT_ROOT + ".war")
                .importFrom(new File(System.getProperty("sample.war")))
                .as(WebArchive.class);
    }

    static URI endpoint() {
        return URI.create("http://127.0.0.1:" + Integer.getInteger("liberty.http.port") + "/" + CONTEXT_ROOT + "/mcp");
    }

    /** The jar with the API of MicroProfile JWT. */
    static File microProfileJwt() {
        try {
            return new File(JsonWebToken.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The text below the endpoint, or the status if it is not given out. */
    static String get(String path, String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint() + "/" + path))
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());
            return answer.statusCode() == 200 ? answer.body() : "status " + answer.statusCode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
