package org.mcpoauth.samples.mcp;

import java.io.File;
import java.net.URI;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The WAR as it was built, on a managed Open Liberty. */
final class LibertyServer {
    private static final String CONTEXT_ROOT = "mcp-server";

    private LibertyServer() {}

    /** The WAR and what stands in for the guard. */
    static WebArchive unguarded() {
        return ShrinkWrap.create(ZipImporter.class, CONTEXT_ROOT + ".war")
                .importFrom(new File(System.getProperty("sample.war")))
                .as(WebArchive.class)
                .addClasses(TestCodec.class, TestPrincipalFilter.class);
    }

    static URI endpoint() {
        return URI.create("http://127.0.0.1:" + Integer.getInteger("liberty.http.port") + "/" + CONTEXT_ROOT + "/mcp");
    }
}
