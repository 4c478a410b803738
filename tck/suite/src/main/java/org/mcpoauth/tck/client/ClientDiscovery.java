package org.mcpoauth.tck.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.mcpoauth.api.McpOAuthClient;
import org.mcpoauth.api.Secret;
import org.mcpoauth.api.error.FailureCode;
import org.mcpoauth.spi.McpOAuthRuntime;
import org.mcpoauth.tck.Assertion;
import org.mcpoauth.tck.counterpart.AuthorizationServerPeer;
import org.mcpoauth.tck.counterpart.Fault;
import org.mcpoauth.tck.counterpart.Ledger;
import org.mcpoauth.tck.counterpart.Request;
import org.mcpoauth.tck.counterpart.Step;

/** Whom a client believes, where it connects to, and where it takes its credentials. */
abstract class ClientDiscovery extends ClientSetup {

    @Assertion("CL-PRM-001")
    void metadataOfAnotherResourceEndTheCall() {
        eachRefused(
                FailureCode.METADATA_RESOURCE_MISMATCH,
                Step.AUTHORIZATION_SERVER,
                Fault.RESOURCE_OF_ANOTHER_SERVER,
                Fault.RESOURCE_OF_A_NEIGHBOUR,
                Fault.RESOURCE_AT_ANOTHER_PORT);
    }

    @Assertion("CL-NET-001")
    void aChallengeSendsNobodyToInternalAddresses() {
        eachRefused(
                FailureCode.ENDPOINT_REFUSED,
                Step.AUTHORIZATION_SERVER,
                Fault.METADATA_IN_A_PRIVATE_NETWORK,
                Fault.METADATA_OF_THE_CLOUD,
                Fault.METADATA_AT_A_MAPPED_ADDRESS);
        eachRefused(Step.AUTHORIZATION_SERVER, Fault.METADATA_IN_A_FILE);
    }

    @Assertion("CL-NET-002")
    void noEndpointIsTakenAtAnInternalAddress() {
        eachRefused(FailureCode.ENDPOINT_REFUSED, Step.AUTHORIZATION_SERVER, Fault.ISSUER_IN_A_PRIVATE_NETWORK);
        eachRefused(FailureCode.ENDPOINT_REFUSED, Step.BROWSER, Fault.REGISTRATION_IN_A_PRIVATE_NETWORK);
        eachRefused(
                FailureCode.ENDPOINT_REFUSED,
                Step.TOKEN,
                Fault.TOKEN_ENDPOINT_IN_A_PRIVATE_NETWORK,
                Fault.TOKEN_ENDPOINT_IN_THE_CLEAR);
    }

    @Assertion("CL-NET-003")
    void redirectsOfMetadataAreNotFollowed() {
        eachRefused(Step.AUTHORIZATION_SERVER, Fault.METADATA_REDIRECTED);
        assertEquals(List.of(), peer().stranger().requests());
    }

    @Assertion("CL-NET-004")
    void redirectsOfEndpointsAreNotFollowed() {
        for (Fault fault : List.of(Fault.REGISTRATION_REDIRECTS, Fault.TOKEN_ENDPOINT_REDIRECTS)) {
            restart();
            refused(fault);
            assertUntouched(fault, Step.CALL);
            assertEquals(List.of(), peer().stranger().requests());
        }
    }

    @Assertion("CL-META-001")
    void metadataOfAnotherIssuerAreNotUsed() {
        eachRefused(
                FailureCode.METADATA_ISSUER_MISMATCH,
                Step.REGISTRATION,
                Fault.ISSUER_OF_SOMEBODY_ELSE,
                Fault.ISSUER_WITH_SLASH,
                Fault.ISSUER_IN_CAPITALS,
                Fault.ISSUER_WITH_OTHER_PORT_TEXT);
    }

    @Assertion("CL-META-002")
    void metadataWithAMemberTwiceAreNotUsed() {
        eachRefused(Step.REGISTRATION, Fault.DUPLICATE_METADATA_MEMBER);
    }

    @Assertion("CL-META-003")
    void metadataWithoutEndAreCutOff() {
        eachRefused(FailureCode.RESPONSE_TOO_LARGE, Step.REGISTRATION, Fault.ENDLESS_METADATA);
    }

    @Assertion("CL-PKCE-001")
    void aServerWithoutS256IsNotUsed() {
        eachRefused(FailureCode.PKCE_UNSUPPORTED, Step.BROWSER, Fault.NO_PKCE, Fault.PLAIN_PKCE);
    }

    @Assertion("CL-REG-001")
    void aRegistrationThatCannotBeUsedIsRefusedBeforeAUserIsAsked() {
        eachRefused(
                FailureCode.INVALID_RESPONSE,
                Step.BROWSER,
                Fault.REGISTRATION_WITHOUT_ID,
                Fault.REGISTRATION_WITHOUT_SECRET,
                Fault.REGISTRATION_WITH_OLD_SECRET);
    }

    @Assertion("CL-REG-002")
    void aRefusedRegistrationIsNotRepeated() {
        assertEquals(
                FailureCode.RESPONSE_BODY_ERROR,
                refused(Fault.REGISTRATION_REFUSED).code());
        assertEquals(1, peer().count(Step.REGISTRATION));
        assertUntouched(Fault.REGISTRATION_REFUSED, Step.BROWSER);
    }

    @Assertion("CL-REG-003")
    void codesComeToTheRedirectUriOfTheClient() {
        spoil(Fault.REGISTRATION_WITH_FOREIGN_REDIRECTS);
        try {
            call(client());
        } catch (Exception refused) {
            assertHidden(refused);
        }
        String ours = REDIRECT.toString();
        assertTrue(peer().server().http().requests(AuthorizationServerPeer.AUTHORIZE).stream()
                .allMatch(request -> request.parameter("redirect_uri").equals(ours)));
    }

    @Assertion("CL-BIND-001")
    void anotherServerLearnsNothingOfTheFirst() throws Exception {
        McpOAuthClient client = authorizedClient();
        spoil(Fault.SERVER_MOVED);
        assertEquals(200, call(client).statusCode());
        List<Request> first = peer().server().http().requests(AuthorizationServerPeer.TOKEN);
        List<Request> second = peer().other().http().requests();
        assertTrue(peer().other().tokenRequests("authorization_code").size() == 1, "registered and authorized anew");
        for (Request request : first) {
            for (String name : List.of("client_id", "client_secret", "code", "code_verifier", "refresh_token")) {
                String known = request.form(name);
                assertTrue(known.isEmpty() || second.stream().noneMatch(it -> it.shows(known)), name);
            }
        }
    }

    @Assertion("CL-BIND-002")
    void configuredCredentialsAreNotTriedAtAnotherServer() throws Exception {
        String clientId = Ledger.name("client");
        McpOAuthRuntime runtime = runtime();
        McpOAuthClient client = runtime.client(configuration()
                .agent(peer().browser())
                .clientId(clientId)
                .clientSecret(Secret.of(peer().ledger().issue("secret")))
                .build());
        assertEquals(200, call(client).statusCode());
        spoil(Fault.SERVER_MOVED);
        assertEquals(FailureCode.CREDENTIALS_ISSUER_MISMATCH, refused(client).code());
        assertTrue(peer().other().http().requests().stream().noneMatch(it -> it.shows(clientId)));
        assertEquals(0, peer().other().tokenRequests("authorization_code").size());
    }

    @Assertion("CL-TO-001")
    void aRedirectTakesNoTokenElsewhere() throws Exception {
        McpOAuthClient client = authorizedClient();
        spoil(Fault.CALL_REDIRECTED);
        assertEquals(307, call(client).statusCode());
        assertEquals(List.of(), peer().stranger().requests());
    }

    @Assertion("CL-TO-002")
    void aTokenIsSentToItsResourceOnly() throws Exception {
        McpOAuthClient client = authorizedClient();
        for (String elsewhere : List.of(
                peer().stranger().origin() + "/mcp",
                peer().mcp().url() + "x",
                peer().mcp().url().replace("http", "https"))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> client.send(request(URI.create(elsewhere)), BodyHandlers.ofString()));
        }
        assertEquals(List.of(), peer().stranger().requests());
    }
}
