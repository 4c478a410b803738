package org.mcpoauth.samples.mcp;

import java.io.File;
import java.net.URI;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as it was built, on a managed Open Liberty. */
final class LibertyServer {
    private static final String CONTEXT_ROOT = "mcp-server";
    private static final String CONFIGURATION = "/WEB-INF/classes/META-INF/microprofile-config.properties";

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
        String configuration = String.join(
                "\n",
                "config_ordinal=95",
                "mcp.oauth.url-policy=loopback",
                "mcp.oauth.resource.url=" + endpoint(),
                "mcp.oauth.resource.metadata.url=" + metadata(),
                "mcp.oauth.resource.authorization-servers=" + issuer);
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
}
