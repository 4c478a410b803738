package org.mcpoauth.client.target;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mcpoauth.api.Issuer;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.Actor;
import org.mcpoauth.api.error.Difference;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.client.scripted.Answer;
import org.mcpoauth.client.scripted.ScriptedAuthorizationServer;
import org.mcpoauth.client.scripted.ScriptedMcpServer;
import org.mcpoauth.client.scripted.World;
import org.mcpoauth.spi.ClientConfiguration;

/**
 * Values that are almost the right ones are refused, and the failure shows both and where they differ (RFC
 * 8414, section 3.3; RFC 9207, section 2.4; RFC 9728, section 3.3).
 */
class MismatchTest {
    private final World world = new World();
    private final ScriptedAuthorizationServer tenant = new ScriptedAuthorizationServer("/tenant");
    private final String issuer = tenant.issuer();

    MismatchTest() {
        world.mcp.authorizationServers.clear();
        world.mcp.authorizationServers.add(tenant);
    }

    @AfterEach
    void close() {
        tenant.close();
        world.close();
    }

    /** How a value may be almost the right one. */
    enum Almost {
        SLASH {
            @Override
            String of(String url) {
                return url + "/";
            }
        },
        CASE {
            @Override
            String of(String url) {
                return "HTTP" + url.substring(4);
            }
        },
        CASE_OF_THE_PATH {
            @Override
            String of(String url) {
                return url.substring(0, url.length() - 1) + Character.toUpperCase(url.charAt(url.length() - 1));
            }
        },
        PORT {
            @Override
            String of(String url) {
                return url.replaceFirst(":(\\d+)/", ":0$1/");
            }
        },
        LOOK_ALIKE {
            @Override
            String of(String url) {
                // the Cyrillic letter that looks like a Latin one
                return url.substring(0, url.length() - 1) + "\u0440";
            }
        },
        LONGER {
            @Override
            String of(String url) {
                return url + "x";
            }
        };

        abstract String of(String url);
    }

    @ParameterizedTest
    @EnumSource(Almost.class)
    void theIssuerOfMetadata(Almost almost) {
        tenant.put("issuer", almost.of(issuer));
        assertTold(
                refused(world.configuration()),
                FailureCode.METADATA_ISSUER_MISMATCH,
                Actor.AUTHORIZATION_SERVER,
                issuer,
                almost.of(issuer));
        assertEquals(0, tenant.http.count("/register"));
    }

    @ParameterizedTest
    @EnumSource(Almost.class)
    void theIssuerOfAnAuthorizationResponse(Almost almost) {
        tenant.issInResponse = almost.of(issuer);
        assertTold(
                refused(world.configuration()),
                FailureCode.RESPONSE_ISSUER_MISMATCH,
                Actor.AUTHORIZATION_SERVER,
                issuer,
                almost.of(issuer));
        assertEquals(0, tenant.tokenRequests().size());
    }

    @ParameterizedTest
    @EnumSource(Almost.class)
    void theIssuerOfCredentials(Almost almost) {
        ClientConfiguration.Builder configured = world.configuration()
                .clientId("configured")
                .clientSecret(Secret.of("configured-secret"))
                .issuer(Issuer.of(almost.of(issuer)));
        assertTold(
                refused(configured),
                FailureCode.CREDENTIALS_ISSUER_MISMATCH,
                Actor.OPERATOR,
                almost.of(issuer),
                issuer);
        assertEquals(0, tenant.http.received().size());
    }

    /** The scheme has no case, and a slash at the end is no other resource (RFC 3986, section 6.2.2). */
    @ParameterizedTest
    @EnumSource(
            value = Almost.class,
            names = {"CASE_OF_THE_PATH", "LOOK_ALIKE", "LONGER"})
    void theResourceOfMetadata(Almost almost) {
        String server = world.serverUrl().toString();
        String other = almost.of(server);
        world.mcp.http.on(ScriptedMcpServer.PATH_METADATA, request -> Answer.json(200, world.mcp.metadata(other)));
        assertTold(
                refused(world.configuration()),
                FailureCode.METADATA_RESOURCE_MISMATCH,
                Actor.RESOURCE_SERVER,
                server,
                other);
        assertEquals(0, tenant.http.received().size());
    }

    @Test
    void thePortOfAResource() {
        String server = world.serverUrl().toString();
        String other = server.replaceFirst(":\\d+", ":1");
        world.mcp.http.on(ScriptedMcpServer.PATH_METADATA, request -> Answer.json(200, world.mcp.metadata(other)));
        ResponseViolationException refused = refused(world.configuration());
        assertEquals(FailureCode.METADATA_RESOURCE_MISMATCH, refused.code());
        assertEquals(Difference.between(server, other), refused.difference().orElseThrow());
    }

    private ResponseViolationException refused(ClientConfiguration.Builder configuration) {
        return assertThrows(
                ResponseViolationException.class,
                () -> world.call(world.runtime.client(configuration.build()), "read"));
    }

    private static void assertTold(
            ResponseViolationException refused, FailureCode code, Actor actor, String expected, String actual) {
        assertEquals(code, refused.code());
        assertEquals(actor, refused.actor());
        Difference difference = Difference.between(expected, actual);
        assertEquals(difference, refused.difference().orElseThrow());
        assertTrue(refused.toString().contains(difference.toString()), refused.toString());
        assertTrue(refused.toString().chars().allMatch(c -> c >= 0x20 && c <= 0x7e), refused.toString());
    }
}
