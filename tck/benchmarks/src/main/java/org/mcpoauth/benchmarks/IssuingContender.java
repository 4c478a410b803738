package org.mcpoauth.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.spi.server.AccessTokenFormat;

/** An authorization server of the part as-http: how it is started, and where its endpoints are. */
enum IssuingContender {
    OURS("ours", IssuingServer.TOKEN_PATH, IssuingServer.INTROSPECTION_PATH) {
        @Override
        List<String> command(Algorithm algorithm, AccessTokenFormat format) {
            return ServerProcess.java(IssuingEndpoint.class.getName(), algorithm.name(), format.name());
        }
    },
    OURS_ACCP("ours-accp", IssuingServer.TOKEN_PATH, IssuingServer.INTROSPECTION_PATH) {
        @Override
        List<String> command(Algorithm algorithm, AccessTokenFormat format) {
            return ServerProcess.java(IssuingEndpoint.class.getName(), algorithm.name(), format.name(), "accp");
        }
    },
    OIDC_PROVIDER("oidc-provider", "/token", "/token/introspection") {
        @Override
        List<String> command(Algorithm algorithm, AccessTokenFormat format) {
            return List.of(
                    "bash",
                    script().toString(),
                    algorithm.wireName(),
                    format.name().toLowerCase(Locale.ROOT),
                    IssuingServer.CLIENT.clientId(),
                    IssuingServer.SECRET.reveal(),
                    IssuingServer.CALLBACK.toString(),
                    IssuingServer.RESOURCE.value(),
                    IssuingServer.SCOPES.toString(),
                    IssuingServer.VERIFIER);
        }
    };

    private static final @Nullable String HOME = System.getProperty("benchmarks.home");

    private final String title;
    private final String tokenPath;
    private final String introspectionPath;

    IssuingContender(String title, String tokenPath, String introspectionPath) {
        this.title = title;
        this.tokenPath = tokenPath;
        this.introspectionPath = introspectionPath;
    }

    abstract List<String> command(Algorithm algorithm, AccessTokenFormat format);

    String title() {
        return title;
    }

    String tokenPath() {
        return tokenPath;
    }

    String introspectionPath() {
        return introspectionPath;
    }

    /** Our servers that can be started here. */
    static List<IssuingContender> ours() {
        return Contenders.accp().isPresent() ? List.of(OURS, OURS_ACCP) : List.of(OURS);
    }

    /** Whether the peer can be had here; fetches it. */
    static boolean isPeerAvailable() throws IOException, InterruptedException {
        return HOME != null
                && new ProcessBuilder("bash", script().toString())
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
    }

    private static Path script() {
        return Path.of(String.valueOf(HOME), "oidc-provider", "run.sh");
    }
}
