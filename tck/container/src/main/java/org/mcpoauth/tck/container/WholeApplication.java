package org.mcpoauth.tck.container;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.mcpoauth.tck.container.app.ToolsApplication;
import org.mcpoauth.tck.container.app.Users;

/**
 * The application as a WAR. Two system properties tell where it will be and what it brings:
 * {@code mcp.oauth.tck.origin}, such as {@code http://127.0.0.1:8080}, and {@code mcp.oauth.tck.libraries}, the folder
 * of the jars of this library.
 */
public final class WholeApplication {
    /** The name of the WAR, and its context root. */
    public static final String NAME = "whole";

    /** A client of the deployer, which gets tokens for itself. */
    static final String CLIENT = "self";

    /** Its secret. */
    static final String SECRET = "a-secret-of-the-tests-and-of-nobody-else";

    private static final String BEANS = """
        <?xml version="1.0" encoding="UTF-8"?>
        <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0" bean-discovery-mode="annotated"/>
        """;

    private WholeApplication() {}

    /**
     * Where the runtime listens.
     *
     * @return scheme, host and port
     * @throws NullPointerException if the property is not set
     */
    static URI origin() {
        return URI.create(Objects.requireNonNull(
                System.getProperty("mcp.oauth.tck.origin"), "set the system property mcp.oauth.tck.origin"));
    }

    /** Where the application is, without a slash at its end; its issuer. */
    static String base() {
        return baseAt(NAME);
    }

    /** The same of the application under another name. */
    static String baseAt(String name) {
        return origin() + "/" + name;
    }

    /** The protected resource. */
    static URI endpoint() {
        return URI.create(base() + "/api/mcp");
    }

    /** Another resource, which nobody guards: tokens for it are no good here. */
    static String otherResource() {
        return base() + "/other";
    }

    /**
     * The WAR.
     *
     * @param lines configuration beside that of the application; comes last
     * @return with the jars of this library and nothing else
     */
    public static WebArchive archive(String... lines) {
        return archiveAt(NAME, lines);
    }

    /** The WAR without users of its own: those of the runtime, unless the configuration says otherwise. */
    static WebArchive archiveOfStrangers(String name, String... lines) {
        WebArchive archive = archiveAt(name, lines);
        archive.delete("/WEB-INF/classes/" + Users.class.getName().replace('.', '/') + ".class");
        return archive;
    }

    /** The WAR under another name, which is its context root too. */
    static WebArchive archiveAt(String name, String... lines) {
        return ShrinkWrap.create(WebArchive.class, name + ".war")
                .addPackage(ToolsApplication.class.getPackage())
                .addAsLibraries(libraries())
                .addAsWebInfResource(new StringAsset(BEANS), "beans.xml")
                .addAsResource(
                        new StringAsset(configuration(baseAt(name)) + String.join("\n", lines)),
                        "META-INF/microprofile-config.properties");
    }

    /** The jars of this library. */
    static File[] libraries() {
        File folder = new File(Objects.requireNonNull(
                System.getProperty("mcp.oauth.tck.libraries"), "set the system property mcp.oauth.tck.libraries"));
        return Objects.requireNonNull(folder.listFiles(), "no folder: mcp.oauth.tck.libraries");
    }

    private static String configuration(String base) {
        return """
            mcp.oauth.url-policy=loopback
            mcp.oauth.as.enabled=true
            mcp.oauth.as.issuer=BASE
            mcp.oauth.as.scopes-supported=tools,notes:write
            mcp.oauth.as.scopes-default=tools
            mcp.oauth.as.resources-allowed=BASE/api/mcp,BASE/other
            mcp.oauth.as.dcr.enabled=true
            mcp.oauth.as.clients-file=CLIENTS
            mcp.oauth.resource.url=BASE/api/mcp
            mcp.oauth.resource.metadata.url=BASE/.well-known/oauth-protected-resource
            mcp.oauth.resource.authorization-servers=BASE
            mcp.oauth.client.self.server-url=BASE/api/mcp
            mcp.oauth.client.self.grant=client-credentials
            mcp.oauth.client.self.client-id=self
            mcp.oauth.client.self.client-secret=SECRET
            mcp.oauth.client.self.issuer=BASE
            mcp.oauth.client.web.server-url=BASE/api/mcp
            mcp.oauth.client.web.redirect-uri=BASE/mcp-oauth/callback/web
            mcp.oauth.client.web.login=anonymous
            """.replace("BASE", base)
                .replace("SECRET", SECRET)
                .replace("CLIENTS", clients().toUri().getPath());
    }

    private static Path clients() {
        String clients = "{\"self\":{\"client_secret\":\"" + SECRET
                + "\",\"grant_types\":[\"client_credentials\"],\"token_endpoint_auth_method\":\"client_secret_basic\"}}";
        try {
            Path file = Files.createTempFile("clients", ".json");
            file.toFile().deleteOnExit();
            return Files.writeString(file, clients);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
